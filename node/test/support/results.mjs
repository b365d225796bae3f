// Results and errors with the names of cases.

import { inspect } from 'node:util'

import { snake } from './vectors.mjs'

export function common(answer) {
  return { http_status: answer.httpStatus, request_id: answer.requestId, raw_body: Buffer.from(answer.rawBody).toString() }
}

export function sent(answer) {
  return {
    ...common(answer),
    message_id: answer.messageId,
    message_ids: answer.messageIds.map(({ messageId, address }) => ({ message_id: messageId, address })),
    timestamp: answer.timestampText,
    possible_duplicate: answer.possibleDuplicate,
    extra: answer.extra,
    estimate: answer.estimate && snake(answer.estimate),
    replacements: answer.replacements.map(snake),
  }
}

export function state(answer) {
  return { ...common(answer), ...reported(answer) }
}

/** A state without the answer that it came in. */
export function reported({ channel, messageId, status, reasonCode, reason, timestampText, from, to, pageTotal, final, extra }) {
  return {
    ...{ channel, status, reason, from, to, final, extra },
    message_id: messageId,
    reason_code: reasonCode,
    timestamp: timestampText,
    page_total: pageTotal,
  }
}

export function list(answer, raised) {
  return {
    ...common(answer),
    ...{ list_id: answer.listId, possible_duplicate: answer.possibleDuplicate, extra: answer.extra },
    items: answer.items.map((one) => item(one)),
    failed: answer.failed.map(({ index }) => index),
    raised: raised && failure(raised),
  }
}

export function listStatus(answer) {
  const { listId, messages, final, extra } = answer
  return { ...common(answer), list_id: listId, messages: messages.map(reported), final, extra }
}

export function many(items, counts, result = sent) {
  const inOrder = items.sort((one, other) => one.index - other.index)
  return { items: inOrder.map((one) => item(one, result)), counts: snake(counts) }
}

export function states(items) {
  const one = ({ messageId, status, error }) => [messageId, error ? { error: failure(error) } : reported(status)]
  return Object.fromEntries(items.map(one))
}

export function sentJob(answer) {
  return {
    ...common(answer),
    job_id: answer.jobId,
    result_code: answer.resultCode,
    result_text: answer.resultText,
    possible_duplicate: answer.possibleDuplicate,
    estimate: answer.estimate && snake(answer.estimate),
    replacements: answer.replacements.map(snake),
  }
}

/** What a job or a callback tells, with the names of cases; `extra` and `raw` have names of their own. */
function job({ extra, raw, timeStamp, finishDate, ...known }) {
  return { ...snake(known), extra, raw, time_stamp: local(timeStamp), finish_date: local(finishDate) }
}

function local(given) {
  if (given === undefined) return undefined
  const { text, time, doubt } = given
  return { text, time, doubt }
}

export const jobStateAnswer = (answer) => ({ ...job(answer), ...common(answer) })

export const jobState = job
export const inbound = job

export function event(told) {
  if (told.kind.startsWith('callback')) return job(told)
  if (told.kind === 'status') return { kind: told.kind, list_id: told.listId, ...reported(told) }
  const { kind, channel, messageId, from, to, text, replyId, replyTitle, contentType, timestampText, extra } = told
  const named = { message_id: messageId, reply_id: replyId, reply_title: replyTitle, content_type: contentType }
  return { ...{ kind, channel, from, to, text, extra }, ...named, timestamp: timestampText }
}

function item({ result, error }, convert = sent) {
  return error ? { error: failure(error) } : convert(result)
}

/** An error; `thrown` is what the user saw of it. */
export function failure(error, thrown = error) {
  return {
    kind: error.code,
    outcome: error.outcome,
    http_status: error.httpStatus,
    ecall_code: error.ecallCode,
    request_id: error.requestId,
    message_id: error.messageId,
    job_id: error.jobId,
    smpp_status: error.smppStatus,
    parts: error.parts?.map(snake),
    states_before: thrown.statesBefore,
    retry_after_ms: error.retryAfterMs,
    attempts: error.attempts.length,
    fields: error.fields,
    last_status: error.lastStatus?.status,
    last_job_state: error.lastJobState && job(error.lastJobState),
    raw_body: error.rawBody && Buffer.from(error.rawBody).toString(),
    message: String(thrown),
    everything: `${thrown} ${inspect(thrown)}`,
  }
}

// Asks the programs from npm what every text of the corpus costs.
//
// Usage: node node_programs.js CORPUS FOLDER. Writes FOLDER/PROGRAM.jsonl, a line per text: alphabet, pages, units and the room
// left on the last page, in units.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
const { SegmentedMessage } = require('sms-segments-calculator');
const splitSms = require('split-sms');

const programs = {
  'split-sms'(text) {
    const split = splitSms.split(text, { summary: true });
    const gsm = split.characterSet === splitSms.GSM;
    return [gsm ? 'gsm' : 'ucs2', split.parts.length, split.bytes / (gsm ? 1 : 2), split.remainingInPart];
  },

  'sms-segments-calculator'(text) {
    const message = new SegmentedMessage(text);
    const gsm = message.encodingName === 'GSM-7';
    const bits = gsm ? 7 : 16;
    const last = message.segments[message.segmentsCount - 1];
    // One bit fills the header up to whole septets.
    const left = Math.floor(last.freeSizeInBits() / bits);
    return [gsm ? 'gsm' : 'ucs2', message.segmentsCount, message.messageSize / bits, left];
  },
};

function readTexts(corpus) {
  return fs.readFileSync(corpus, 'ascii').trimEnd().split('\n').map((line) => JSON.parse(line));
}

// Every second text belongs to a thread: sms-segments-calculator needs more than a millisecond for a long one.
const THREADS = 2;

function answersOf(thread, corpus) {
  const texts = readTexts(corpus).filter((_, index) => index % THREADS === thread);
  return Object.entries(programs).map(([name, ask]) => [name, texts.map(ask)]);
}

function inThread(thread, corpus) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: { thread, corpus } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function main(corpus, folder) {
  const parts = await Promise.all(Array.from({ length: THREADS }, (_, thread) => inThread(thread, corpus)));
  const byThread = parts.map((part) => Object.fromEntries(part));
  const count = readTexts(corpus).length;
  for (const name of Object.keys(programs)) {
    const lines = Array.from({ length: count }, (_, index) => {
      const answer = byThread[index % THREADS][name][Math.floor(index / THREADS)];
      return `${JSON.stringify(answer)}\n`;
    });
    fs.writeFileSync(path.join(folder, `${name}.jsonl`), lines.join(''));
  }
}

if (isMainThread) {
  main(...process.argv.slice(2));
} else {
  parentPort.postMessage(answersOf(workerData.thread, workerData.corpus));
}

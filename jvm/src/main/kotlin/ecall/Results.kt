package ecall

// The results are records of the library, which Java sees in package ecall.ffi. What has cases of its own (Event) is imported
// from there in Kotlin too, because a type alias does not reach them.

/** The answer to an accepted message. */
public typealias MessageResult = ecall.ffi.MessageResult

/** A message of a list that the service accepted. */
public typealias Sent = ecall.ffi.Sent

/** The id of the message to one recipient of a list. */
public typealias MessageId = ecall.ffi.MessageId

/** The answer with the state of a message. */
public typealias MessageStatus = ecall.ffi.MessageStatus

/** The state of a message, without the answer that it came in. */
public typealias ReportedStatus = ecall.ffi.ReportedStatus

/** The answer to a list of messages. */
public typealias SentList = ecall.ffi.SentList

/** What became of one message of a list. */
public typealias ListItem = ecall.ffi.ListItem

/** What has become of the messages of a list. */
public typealias ListStatus = ecall.ffi.ListStatus

/** The answer that says that the credentials are good. */
public typealias Checked = ecall.ffi.Checked

/** The answer to a raw request. */
public typealias Response = ecall.ffi.Response

/** The answer to an upload. */
public typealias UploadedMedia = ecall.ffi.UploadedMedia

/** A file that was fetched. */
public typealias DownloadedMedia = ecall.ffi.DownloadedMedia

/** What became of one message of many. */
public typealias SendManyResult = ecall.ffi.SendManyResult

/** How far the sending of many messages has come. */
public typealias SendManyCounts = ecall.ffi.SendManyCounts

/** What became of one message of many that were followed. */
public typealias Followed = ecall.ffi.Followed

/** What became of one attempt of a call. */
public typealias Attempt = ecall.ffi.Attempt

/** One field that was refused. */
public typealias FieldError = ecall.ffi.FieldError

/** One event of a client. */
public typealias LogEvent = ecall.ffi.LogEvent

/** How much an event matters. */
public typealias LogLevel = ecall.ffi.LogLevel

/** A job of the HTTPS or SOAP interface that the service accepted. */
public typealias SentJob = ecall.ffi.SentJob

/** What has become of a job. */
public typealias JobStates = ecall.ffi.JobStates

/** The state of one recipient's part of a job. */
public typealias JobStatus = ecall.ffi.JobStatus

/** What the service knows of a job whose sending had no certain end. */
public typealias Resolution = ecall.ffi.Resolution

/** The answer with the next message in the cache. */
public typealias CachedMessage = ecall.ffi.CachedMessage

/** The answer to the deletion of a message from the cache. */
public typealias Deletion = ecall.ffi.Deletion

/** A text message that somebody sent to a number of the account. */
public typealias InboundSms = ecall.ffi.InboundSms

/** A time as the service wrote it, and the instant that it means. */
public typealias LocalTime = ecall.ffi.LocalTime

/** A status notification. */
public typealias StatusEvent = ecall.ffi.StatusEvent

/** A message that somebody sent to a number of the account. */
public typealias ReceivedMessage = ecall.ffi.ReceivedMessage

/** What a text costs. */
public typealias Estimate = ecall.ffi.Estimate

/** Ends calls early: those that were given it, now and from now on. May be used from any thread. */
public typealias CancelToken = ecall.ffi.CancelToken

/** The answer with the state of a job over SOAP. */
public typealias JobState = ecall.ffi.JobState

/** The state of a job over SOAP, without the answer that it came in. */
public typealias ReportedJobState = ecall.ffi.ReportedJobState

/** What the SOAP service knows of a job whose sending had no certain end. */
public typealias SoapResolution = ecall.ffi.SoapResolution

/** What the centre says of itself. */
public typealias SmppBound = ecall.ffi.SmppBound

/** A message that the centre accepted, all parts of it. */
public typealias Submitted = ecall.ffi.Submitted

/** A part of a message and what became of it. */
public typealias PartOutcome = ecall.ffi.PartOutcome

/** What became of one message of many over SMPP. */
public typealias SubmitManyResult = ecall.ffi.SubmitManyResult

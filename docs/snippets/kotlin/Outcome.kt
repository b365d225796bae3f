import ecall.CallOptions
import ecall.Client
import ecall.EcallException
import ecall.OutcomeUnknownException

suspend fun main() {
    val client = Client()
    // begin
    try {
        client.sendSms("+41791234567", "Pump 3 stopped", "Alarm", options = CallOptions(timeoutMs = 10_000))
    } catch (error: OutcomeUnknownException) {
        println("it may have gone out: ${error.attempts.size} attempt")
    } catch (error: EcallException) {
        println("${error.kind}: ${error.fields}")
    }
    // end
}

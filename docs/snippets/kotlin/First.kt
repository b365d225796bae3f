import ecall.Client
import ecall.ClientOptions
import ecall.WaitOptions

suspend fun main() {
    val client = Client(ClientOptions(username = "u", password = "p"))  // package ecall; or ECALL_USERNAME / ECALL_PASSWORD
    val sent = client.sendSms("+41791234567", "Pump 3 stopped", from = "Alarm")   // suspends; sendSmsBlocking does not
    println(client.await(sent.messageId!!, WaitOptions(timeoutMs = 60_000)).status)
}

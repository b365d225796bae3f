import ecall.CallOptions;
import ecall.Client;
import ecall.SmsOptions;
import ecall.WaitOptions;

/** A program of a user's: sends one message and follows it. The configuration comes from the environment. */
class Consumer {
    public static void main(String[] arguments) throws InterruptedException {
        try (Client client = new Client()) {
            var sms = SmsOptions.builder().toGsm(true).build();
            var call = CallOptions.builder().timeoutMs(10_000).build();
            var sent = client.sendSmsBlocking("+41791234567", "Pump 3 stopped", "Alarm", sms, call);
            var state = client.awaitBlocking(sent.getMessageId(), WaitOptions.builder().timeoutMs(60_000).build());
            if (!state.isFinal()) throw new AssertionError(state);
            System.out.println("jvm: a Java program outside of the tree sent a message: " + state.getStatus());
        }
    }
}

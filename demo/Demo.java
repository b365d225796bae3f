import ecall.Client;
import ecall.WaitOptions;

/** Sends one message and follows it; the configuration comes from the environment. */
class Demo {
    public static void main(String[] arguments) throws InterruptedException {
        var to = "+41791234506";
        try (var client = new Client()) {
            var sent = client.sendSmsBlocking(to, "Pump 3 stopped");
            var state = client.awaitBlocking(sent.getMessageId(), WaitOptions.builder().timeoutMs(60_000).build());
            System.out.println(
                String.join("|", "Java", to, sent.getMessageId(), state.getStatus().toString(), state.getInstant().toString()));
        }
    }
}

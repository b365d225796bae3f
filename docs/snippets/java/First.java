import ecall.Client;
import ecall.ClientOptions;

class First {
    public static void main(String[] arguments) throws InterruptedException {
        try (var client = new Client(ClientOptions.builder().username("u").password("p").build())) {
            var sent = client.sendSmsBlocking("+41791234567", "Pump 3 stopped", "Alarm");
            System.out.println(client.awaitBlocking(sent.getMessageId()).getStatus());
        }
    }
}

import ecall.CallOptions;
import ecall.Client;
import ecall.EcallException;
import ecall.OutcomeUnknownException;
import ecall.SmsOptions;

class Failing {
    public static void main(String[] arguments) throws InterruptedException {
        try (var client = new Client()) {
            // begin
            try {
                var call = CallOptions.builder().timeoutMs(10_000).build();
                client.sendSmsBlocking("+41791234567", "Pump 3 stopped", "Alarm", SmsOptions.builder().build(), call);
            } catch (OutcomeUnknownException error) {
                System.out.println("it may have gone out: " + error.getAttempts().size() + " attempt");
            } catch (EcallException error) {
                System.out.println(error.getKind() + ", " + error.getOutcome());
            }
            // end
        }
    }
}

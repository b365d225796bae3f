package ecall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The same surface as Java sees it. */
class JavaTest {
    private final String user = Mock.INSTANCE.user();

    @Test
    void sendsOneSms() throws InterruptedException {
        try (Client client = new Client(Mock.INSTANCE.options(user))) {
            ecall.ffi.MessageResult sent = client.sendSmsBlocking("+41791234567", "Pump 3 stopped", "Alarm");
            assertNotNull(sent.getMessageId());
            assertEquals(200, sent.getHttpStatus());
        }
        assertEquals(1, Mock.INSTANCE.requests(user).size());
    }

    @Test
    void readsAnError() throws InterruptedException {
        try (Client client = new Client(Mock.INSTANCE.options(user))) {
            Message message = Message.builder(Channel.SMS, TextContent.builder("x").build()).toList(List.of()).build();
            EcallException error = assertThrows(EcallException.class, () -> client.sendBlocking(message));
            assertEquals(ErrorKind.INVALID_ARGUMENT, error.getKind());
            assertNotNull(error.getFields().get(0).getRule());
        }
    }
}

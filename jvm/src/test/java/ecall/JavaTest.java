package ecall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ecall.ffi.CancelToken;
import ecall.ffi.Event;
import ecall.ffi.MessageResult;
import ecall.ffi.MessageStatus;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same surface as Java sees it. */
class JavaTest {
    private static final String TO = "+41791234567";
    private final String user = Mock.INSTANCE.user();

    @Test
    void sendsAndWaits() throws InterruptedException {
        try (Client client = new Client(Mock.INSTANCE.options(user))) {
            MessageResult sent = client.sendSmsBlocking(TO, "Pump 3 stopped", "Alarm");
            assertEquals(200, sent.getHttpStatus());
            MessageStatus state = client.awaitBlocking(sent.getMessageId(), WaitOptions.builder().timeoutMs(20_000).build());
            assertEquals(Status.DELIVERED, state.getStatus());
            assertTrue(state.isFinal());
        }
    }

    @Test
    void sendsManyAndIteratesOverTheResults() throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            messages.add(Message.builder(Channel.SMS, TextContent.builder("number " + number).build()).to(TO).build());
        }
        try (Client client = new Client(Mock.INSTANCE.options(user))) {
            int accepted = 0;
            for (var results = client.sendManyBlocking(messages); results.hasNext(); ) {
                assertNotNull(results.next().getResult());
                accepted++;
            }
            assertEquals(30, accepted);
        }
    }

    @Test
    void readsAnError() throws InterruptedException {
        try (Client client = new Client(Mock.INSTANCE.options(user))) {
            Message message = Message.builder(Channel.SMS, TextContent.builder("x").build()).toList(List.of()).build();
            EcallException error = assertThrows(InvalidArgumentException.class, () -> client.sendBlocking(message));
            assertEquals(ErrorKind.INVALID_ARGUMENT, error.getKind());
            assertEquals(Outcome.NOT_ACCEPTED, error.getOutcome());
            assertNotNull(error.getFields().get(0).getRule());
        }
    }

    @Test
    void aTokenEndsACall() {
        CancelToken token = new CancelToken();
        token.cancel();
        try (Client client = new Client(Mock.INSTANCE.options(user))) {
            var sms = SmsOptions.builder().build();
            var call = CallOptions.builder().build();
            assertThrows(CancelledException.class, () -> client.sendSmsBlocking(TO, "text", null, sms, call, token));
        }
        assertEquals(0, Mock.INSTANCE.requests(user).size());
    }

    @Test
    void takesAWebhookInTheServerOfTheJdk() throws Exception {
        var receiver = new WebhookReceiver(ReceiverOptions.builder().allow(List.of("127.0.0.1")).build());
        List<Event> events = new ArrayList<>();
        var server = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/hook", receiver.httpHandler(event -> {
            if (!events.isEmpty()) throw new IllegalStateException("one is enough");
            events.add(event);
        }));
        server.start();
        try {
            String status = "{\"messageId\": \"m\", \"status\": \"Delivered\", \"channel\": \"Sms\"}";
            assertEquals(200, answer(server.getAddress().getPort(), status));
            assertEquals("m", ((Event.Status) events.get(0)).getEvent().getStatus().getMessageId());
            assertEquals(500, answer(server.getAddress().getPort(), status));
            assertEquals(400, answer(server.getAddress().getPort(), "[]"));
            assertEquals(413, answer(server.getAddress().getPort(), " ".repeat(receiver.getMaxBody() + 1)));
        } finally {
            server.stop(0);
        }
    }

    private static int answer(int port, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hook"))
            .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}

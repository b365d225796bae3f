import com.fasterxml.jackson.databind.ObjectMapper;
import ecall.Client;
import ecall.ClientOptions;
import ecall.SmppClient;
import ecall.SmppOptions;
import ecall.SmppSubmit;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.connection.socket.SocketConnection;

/** The workers of the JVM: `run N` on standard input, the seconds it took on standard output. Arguments: which one, how many in flight. */
class Worker {
    static final String URL = System.getenv("BENCH_URL");
    static final String CA_FILE = System.getenv("BENCH_CA_FILE");
    static final String USERNAME = "bench", PASSWORD = "bench-pw";
    static final String TO = "+41791234567", TEXT = "Pump 3 stopped", FROM = "Alarm";
    static final ObjectMapper JSON = new ObjectMapper();

    interface Run {
        void run(int count) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        int inFlight = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        Run run = switch (arguments[0]) {
            case "ecall" -> shared(ecall(), inFlight);
            case "java.net.http" -> shared(javaNetHttp(), inFlight);
            case "okhttp" -> shared(okHttp(inFlight), inFlight);
            case "ecall-smpp" -> ecallSmpp(inFlight);
            case "jsmpp" -> shared(jsmpp(inFlight), inFlight);
            default -> throw new IllegalArgumentException(arguments[0]);
        };
        System.out.println("{\"version\": \"JVM " + Runtime.version().feature() + "\"}");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            if (!line.startsWith("run ")) throw new IllegalArgumentException(line);
            long start = System.nanoTime();
            run.run(Integer.parseInt(line.substring(4)));
            System.out.println("{\"seconds\": " + (System.nanoTime() - start) / 1e9 + "}");
        }
        System.exit(0);
    }

    /** An answer that was not understood must not count as work done. */
    static void taken(String id, int length) {
        if (id == null || id.length() != length) throw new IllegalStateException("not a message id: " + id);
    }

    /** So many threads that take the next send as soon as their last one is answered. */
    static Run shared(Callable<Void> send, int inFlight) {
        if (inFlight == 1) {
            return count -> {
                for (int sent = 0; sent < count; sent++) send.call();
            };
        }
        ExecutorService threads = Executors.newFixedThreadPool(inFlight);
        return count -> {
            AtomicInteger left = new AtomicInteger(count);
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < inFlight; thread++) {
                work.add(threads.submit(() -> {
                    while (left.getAndDecrement() > 0) send.call();
                    return null;
                }));
            }
            for (Future<?> one : work) one.get();
        };
    }

    static Callable<Void> ecall() {
        Client client = new Client(ClientOptions.builder().username(USERNAME).password(PASSWORD).baseUrl(URL).caFile(CA_FILE).build());
        return () -> {
            taken(client.sendSmsBlocking(TO, TEXT, FROM).getMessageId(), 36);
            return null;
        };
    }

    static byte[] message() throws Exception {
        return JSON.writeValueAsBytes(Map.of(
            "channel", "Sms", "from", FROM, "to", TO, "content", Map.of("type", "Text", "text", TEXT)));
    }

    static String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((USERNAME + ":" + PASSWORD).getBytes());
    }

    static Callable<Void> javaNetHttp() throws Exception {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls()).build();
        return () -> {
            HttpRequest request = HttpRequest.newBuilder(URI.create(URL + "/api/v2/message"))
                .header("authorization", authorization()).header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message())).build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) throw new IllegalStateException("HTTP " + response.statusCode());
            taken(JSON.readTree(response.body()).get("messageId").asText(), 36);
            return null;
        };
    }

    static Callable<Void> okHttp(int inFlight) throws Exception {
        OkHttpClient client = new OkHttpClient.Builder().protocols(Collections.singletonList(Protocol.HTTP_1_1))
            .connectionPool(new ConnectionPool(inFlight, 5, java.util.concurrent.TimeUnit.MINUTES))
            .sslSocketFactory(sockets(), trust()).build();
        MediaType type = MediaType.get("application/json");
        return () -> {
            Request request = new Request.Builder().url(URL + "/api/v2/message").header("authorization", authorization())
                .post(RequestBody.create(message(), type)).build();
            try (var response = client.newCall(request).execute()) {
                if (response.code() != 200) throw new IllegalStateException("HTTP " + response.code());
                taken(JSON.readTree(response.body().bytes()).get("messageId").asText(), 36);
            }
            return null;
        };
    }

    static Run ecallSmpp(int window) throws Exception {
        SmppClient client = new SmppClient(SmppOptions.builder().username(USERNAME).password(PASSWORD).baseUrl(URL)
            .caFile(CA_FILE).window(window).build());
        client.bindBlocking();
        return count -> {
            List<SmppSubmit> messages = Collections.nCopies(count, new SmppSubmit(TO, TEXT, FROM));
            var results = client.submitMany(messages);
            while (results.hasNext()) {
                var one = results.next();
                if (one.getError() != null) throw one.getError();
                taken(one.getResult().getMessageId(), 10);
            }
        };
    }

    static Callable<Void> jsmpp(int inFlight) throws Exception {
        URI uri = URI.create(URL);
        SMPPSession session = uri.getScheme().equals("smpps")
            ? new SMPPSession((host, port) -> new SocketConnection(sockets(host, port)))
            : new SMPPSession();
        session.setPduProcessorDegree(Math.max(3, inFlight / 50));
        session.setTransactionTimer(10_000);
        session.connectAndBind(uri.getHost(), uri.getPort(), new BindParameter(BindType.BIND_TRX, USERNAME, PASSWORD, "",
            TypeOfNumber.UNKNOWN, NumberingPlanIndicator.UNKNOWN, null));
        return () -> {
            var result = session.submitShortMessage("", TypeOfNumber.ALPHANUMERIC, NumberingPlanIndicator.UNKNOWN, FROM,
                TypeOfNumber.INTERNATIONAL, NumberingPlanIndicator.ISDN, TO.substring(1), new ESMClass(), (byte) 0, (byte) 0,
                null, null, new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE), (byte) 0,
                new GeneralDataCoding(Alphabet.ALPHA_DEFAULT), (byte) 0, TEXT.getBytes("ISO-8859-1"));
            taken(result.getMessageId(), 10);
            return null;
        };
    }

    static TrustManagerFactory trusted() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (var file = new FileInputStream(CA_FILE)) {
            store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    static X509TrustManager trust() throws Exception {
        return (X509TrustManager) trusted().getTrustManagers()[0];
    }

    static SSLContext tls() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusted().getTrustManagers(), new SecureRandom());
        return context;
    }

    static SSLSocketFactory sockets() throws Exception {
        return tls().getSocketFactory();
    }

    static java.net.Socket sockets(String host, int port) throws java.io.IOException {
        try {
            return sockets().createSocket(host, port);
        } catch (java.io.IOException problem) {
            throw problem;
        } catch (Exception problem) {
            throw new java.io.IOException(problem);
        }
    }
}

package dev.lifeguard.artemis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where one broker is. Read here and not by Artemis, whose reader of URLs takes a second of processor time at the start of a
 * process.
 *
 * @param scheme {@code tcp}, {@code ssl} or {@code vm}
 * @param host the name or address; the number of the broker for {@code vm}
 * @param port the port; 0 for {@code vm}
 */
record BrokerUrl(String scheme, String host, int port) {

    private static final Pattern FORM =
            Pattern.compile("(tcp|ssl)://(\\[[0-9a-fA-F:]+]|[A-Za-z0-9.-]+):(\\d{1,5})|vm://(\\d+)");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    static List<BrokerUrl> parse(String urls, boolean plaintext) {
        List<BrokerUrl> brokers = new ArrayList<>();
        for (String url : urls.split(",", -1)) {
            BrokerUrl broker = one(url.strip());
            if (broker.scheme.equals("tcp") && !plaintext && !LOOPBACK.contains(broker.host)) {
                throw new IllegalArgumentException("The broker \"" + url.strip()
                        + "\" is on another machine and would be told passwords and tasks in the clear, so it is not used; use"
                        + " ssl://, or withPlaintext() when nobody else reads that network.");
            }
            brokers.add(broker);
        }
        return List.copyOf(brokers);
    }

    private static BrokerUrl one(String url) {
        Matcher form = FORM.matcher(url);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "The URL of a broker is tcp://host:port, ssl://host:port or vm://number, but is" + " \"" + url
                            + "\"; several are separated by commas.");
        }
        if (form.group(4) != null) {
            return new BrokerUrl("vm", form.group(4), 0);
        }
        int port = Integer.parseInt(form.group(3));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "The port of a broker is from 1 to 65535, but is " + port + " in \"" + url + "\".");
        }
        return new BrokerUrl(form.group(1), form.group(2), port);
    }
}

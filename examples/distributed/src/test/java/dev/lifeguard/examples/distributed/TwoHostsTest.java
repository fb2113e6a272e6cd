package dev.lifeguard.examples.distributed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The example runs, and both ways give the same. */
@Timeout(60)
final class TwoHostsTest {
    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void theSameWorkerServesInThreadsAndOnTwoHosts() throws Exception {
        PrintStream out = System.out;
        var told = new ByteArrayOutputStream();
        System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            TwoHosts.main(new String[0]);
        } finally {
            System.setOut(out);
        }
        assertEquals("""
                in threads: warts evil reward desserts
                on two hosts: warts evil reward desserts
                one leaves
                two leaves
                """, told.toString(StandardCharsets.UTF_8));
    }
}

package dev.lifeguard.verification.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line of source may not contain, and how large and where a file may be. */
final class SourceRulesTest {
    private static final long LONGEST_FILE = 500;

    /** The one place that asks the machine for the time. */
    private static final SourceRule CLOCK = new SourceRule(
            "System\\s*\\.\\s*(nanoTime|currentTimeMillis)"
                    + "|(Instant|LocalDateTime|LocalDate|LocalTime|ZonedDateTime|OffsetDateTime)\\s*\\.\\s*now\\b"
                    + "|Clock\\s*\\.\\s*(system|tick)|new\\s+Date\\s*\\(\\s*\\)",
            "take the time from the time source, so that tests can step it",
            "dev/lifeguard/timing/SystemTime.java");

    private static final SourceRule CHANCE = new SourceRule(
            "ThreadLocalRandom|Math\\s*\\.\\s*random|new\\s+(Secure)?Random\\b|new\\s+SplittableRandom\\s*\\(\\s*\\)",
            "take chance from an injected, seeded source, so that a failure can be replayed",
            // The one place where the real sources of time and chance are put in.
            "dev/lifeguard/control/Environment.java");

    private static final SourceRule CONSOLE = new SourceRule(
            "System\\s*\\.\\s*(out|err)\\b|\\.printStackTrace\\s*\\(\\s*\\)",
            "a library writes to System.Logger, never to the streams of the program that uses it");

    private static final SourceRule OLD_LOGGING = new SourceRule(
            "java\\s*\\.\\s*util\\s*\\.\\s*logging", "log through System.Logger, which binds to what the user chose");

    private static final SourceRule SLEEP = new SourceRule(
            "\\b(Thread|NANOSECONDS|MICROSECONDS|MILLISECONDS|SECONDS|MINUTES|[uU]nit)\\s*\\.\\s*sleep\\b"
                    + "|\\bLockSupport\\s*\\.\\s*park(Nanos|Until)\\b",
            "step virtual time, or await a condition with a limit");

    private static final SourceRule SWITCHED_OFF = new SourceRule(
            "@(Disabled|Ignore)\\b|\\bassum(e|ing)(True|False|That)\\b",
            "a test that does not run proves nothing: repair it or delete it");

    private static final Pattern NAMELESS_ROOM =
            Pattern.compile("/(util|utils|common|impl|helper|helpers|manager|managers|base|misc)/");

    @Test
    void onlyTheTimeSourceAsksTheMachineForTheTime() {
        assertNone(CLOCK.violations(SourceTree.published()));
    }

    @Test
    void chanceIsInjected() {
        assertNone(CHANCE.violations(SourceTree.published()));
    }

    @Test
    void theCoreNeverWritesToTheConsole() {
        assertNone(CONSOLE.violations(SourceTree.main("core")));
    }

    @Test
    void nothingLogsThroughTheOldLoggingInterface() {
        assertNone(OLD_LOGGING.violations(SourceTree.published()));
    }

    @Test
    void noTestSleeps() {
        assertNone(SLEEP.violations(SourceTree.tests()));
    }

    @Test
    void noTestIsSwitchedOff() {
        assertNone(SWITCHED_OFF.violations(SourceTree.tests()));
    }

    @Test
    void noFileIsTooLongToRead() {
        assertNone(SourceTree.everything().stream()
                .filter(SourceRulesTest::tooLong)
                .map(file -> file.path() + " has " + file.lines() + " lines (limit " + LONGEST_FILE
                        + "); a file that needs scrolling wants to be two")
                .toList());
    }

    @Test
    void noRoomHasANameThatSaysNothing() {
        assertNone(SourceTree.everything().stream()
                .map(SourceFile::path)
                .filter(path -> NAMELESS_ROOM.matcher(path).find())
                .toList());
    }

    @Test
    void everyPackageSaysWhereToBeginReading() {
        List<SourceFile> files = SourceTree.published();
        Set<String> introduced = files.stream()
                .filter(SourceRulesTest::introducesItsPackage)
                .map(SourceRulesTest::directory)
                .collect(java.util.stream.Collectors.toSet());
        assertNone(files.stream()
                .filter(file -> !file.path().endsWith("/module-info.java"))
                .map(SourceRulesTest::directory)
                .distinct()
                .filter(directory -> !introduced.contains(directory))
                .map(directory -> directory + " has no package-info.java that begins \"Read in this order\"")
                .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "long now = System.nanoTime();",
                "long now = System . currentTimeMillis();",
                "var now = Instant.now();",
                "var now = java.time.Clock.systemUTC();"
            })
    void aPlantedClockIsCaught(String line) {
        assertCaught(CLOCK, line);
        assertNone(CLOCK.violations(
                List.of(new SourceFile("core/src/main/java/dev/lifeguard/timing/SystemTime.java", line))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"int n = ThreadLocalRandom.current().nextInt();", "new java.util.Random();", "new Random(7)"})
    void plantedChanceIsCaught(String line) {
        assertCaught(CHANCE, line.replace("java.util.", ""));
    }

    @Test
    void plantedOutputAndLoggingAreCaught() {
        assertCaught(CONSOLE, "System.out.println(1);");
        assertCaught(CONSOLE, "failure.printStackTrace();");
        assertCaught(OLD_LOGGING, "import java.util.logging.Logger;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Thread.%s(10);", "TimeUnit.SECONDS.%s(1);", "unit.%s(1);", "import static java.lang.Thread.%s;"
            })
    void aPlantedSleepIsCaught(String line) {
        assertCaught(SLEEP, line.formatted("sleep"));
    }

    @Test
    void aPlantedTimedParkAndASwitchedOffTestAreCaught() {
        assertCaught(SLEEP, "LockSupport." + "parkNanos(1_000);");
        assertCaught(SWITCHED_OFF, "@" + "Disabled(\"flaky\")");
        assertCaught(SWITCHED_OFF, "assume" + "True(linux);");
    }

    @Test
    void aPlantedLongFileANamelessRoomAndASilentPackageAreCaught() {
        assertTrue(tooLong(new SourceFile("a/src/main/java/A.java", "\n".repeat(501))));
        assertFalse(tooLong(new SourceFile("a/src/main/java/A.java", "\n".repeat(500))));
        assertTrue(NAMELESS_ROOM
                .matcher("a/src/main/java/dev/lifeguard/util/A.java")
                .find());
        assertFalse(introducesItsPackage(new SourceFile("a/package-info.java", "/** Things. */\npackage a;")));
        assertTrue(introducesItsPackage(
                new SourceFile("a/package-info.java", "/**\n * Read in this order: A.\n */\npackage a;")));
    }

    @Test
    void commentsAndLiteralsAreNotCode() {
        String text = """
                // System.nanoTime()
                /* System.nanoTime() */ int a = 1;
                String s = "System.nanoTime() \\" + \\\\";
                char c = '"'; long d = System.nanoTime();
                """;
        List<String> violations = CLOCK.violations(List.of(new SourceFile("x.java", text)));
        assertEquals(1, violations.size(), violations::toString);
        assertTrue(violations.getFirst().startsWith("x.java:4: "), violations::toString);
    }

    private static boolean tooLong(SourceFile file) {
        return file.lines() > LONGEST_FILE;
    }

    private static boolean introducesItsPackage(SourceFile file) {
        return file.path().endsWith("/package-info.java")
                && Pattern.compile("^/\\*\\*[\\s*]*Read in this order\\b")
                        .matcher(file.text())
                        .find();
    }

    private static String directory(SourceFile file) {
        return file.path().substring(0, file.path().lastIndexOf('/'));
    }

    private static void assertCaught(SourceRule rule, String line) {
        assertEquals(
                1,
                rule.violations(List.of(new SourceFile("planted/Planted.java", line)))
                        .size(),
                line);
    }

    private static void assertNone(List<String> violations) {
        assertTrue(violations.isEmpty(), () -> "\n" + String.join("\n", violations));
    }
}

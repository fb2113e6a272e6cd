package dev.lifeguard.cli.options;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers, durations and sizes as people write them. */
public final class Quantity {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)([a-zA-Z]*)");

    /** A thousand days: longer than any limit makes sense, short enough for nanoseconds in a long. */
    private static final BigDecimal LONGEST_NANOS =
            BigDecimal.valueOf(Duration.ofDays(1000).toNanos());

    private Quantity() {}

    /**
     * Reads a whole number.
     *
     * @param text the digits
     * @param least the least that makes sense
     * @param most the most
     * @return the number
     * @throws UsageException when it is none or out of range
     */
    public static long count(String text, long least, long most) {
        if (text.matches("\\d{1,18}")) {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new UsageException("expected a whole number from " + least + " to " + most + ", got \"" + text + "\".");
    }

    /**
     * Reads a duration, for example {@code 500ms}, {@code 30s}, {@code 1.5m}, {@code 1h}, {@code 2d}.
     *
     * @param text the number with its unit
     * @return the duration, longer than zero
     * @throws UsageException when it is none, zero, or longer than a thousand days
     */
    public static Duration duration(String text) {
        Matcher parts = NUMBER_AND_UNIT.matcher(text);
        if (!parts.matches()) {
            throw noDuration(text);
        }
        long unit = switch (parts.group(2)) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m", "min" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            default -> throw noDuration(text);
        };
        BigDecimal nanos = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit));
        if (nanos.signum() == 0 || nanos.compareTo(LONGEST_NANOS) > 0) {
            throw noDuration(text);
        }
        return Duration.ofNanos(nanos.longValue());
    }

    private static UsageException noDuration(String text) {
        return new UsageException("expected a duration above zero and up to 1000d with its unit (ms, s, m, h or d),"
                + " for example 500ms or 1.5m; got \"" + text + "\".");
    }

    /**
     * Reads a size in bytes, for example {@code 500}, {@code 64k}, {@code 10m}; units are powers of 1024.
     *
     * @param text the number with its unit, if it has one
     * @param most the largest size allowed, in bytes
     * @return the size in bytes
     * @throws UsageException when it is none or too large
     */
    public static int size(String text, int most) {
        Matcher parts = NUMBER_AND_UNIT.matcher(text);
        if (parts.matches()) {
            long unit = switch (parts.group(2)) {
                case "", "b", "B" -> 1;
                case "k", "K" -> 1024;
                case "m", "M" -> 1024 * 1024;
                default -> 0;
            };
            BigDecimal bytes = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit));
            if (unit > 0 && bytes.compareTo(BigDecimal.valueOf(most)) <= 0) {
                return bytes.intValue();
            }
        }
        throw new UsageException(
                "expected a size up to " + most + " bytes, plain or with k or m, got \"" + text + "\".");
    }
}

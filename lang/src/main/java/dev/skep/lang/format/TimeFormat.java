package dev.skep.lang.format;

import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.TimeZone;

/**
 * Times of day as C's {@code strftime} writes them in the C locale, and {@code %f} for the microseconds. What is no
 * conversion stays as it is. Source: ISO C, 7.29.3.5, and strftime(3).
 */
public final class TimeFormat {
    private final ZonedDateTime time;
    private final StringBuilder out = new StringBuilder();

    private TimeFormat(ZonedDateTime time) {
        this.time = time;
    }

    /** Formats a time. */
    public static String format(String format, ZonedDateTime time) {
        TimeFormat result = new TimeFormat(time);
        result.all(format);
        return result.out.toString();
    }

    private void all(String format) {
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            int start = i++;
            // Other calendars and digits are the same in the C locale.
            while ((format.charAt(i) == 'E' || format.charAt(i) == 'O') && i + 1 < format.length()) {
                i++;
            }
            if (!convert(format.charAt(i))) {
                out.append(format, start, i + 1);
            }
        }
    }

    private boolean convert(char conversion) {
        switch (conversion) {
            case '%' -> out.append('%');
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'a' -> out.append(time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT));
            case 'A' -> out.append(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'b', 'h' -> out.append(time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ROOT));
            case 'B' -> out.append(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'c' -> all("%a %b %e %H:%M:%S %Y");
            case 'D', 'x' -> all("%m/%d/%y");
            case 'F' -> all("%Y-%m-%d");
            case 'r' -> all("%I:%M:%S %p");
            case 'R' -> all("%H:%M");
            case 'T', 'X' -> all("%H:%M:%S");
            case 'p' -> out.append(time.getHour() < 12 ? "AM" : "PM");
            case 'P' -> out.append(time.getHour() < 12 ? "am" : "pm");
            case 'z' -> zone();
            case 'Z' ->
                out.append(
                        time.getZone().getRules().isFixedOffset()
                                        && time.getOffset().getTotalSeconds() == 0
                                ? "UTC"
                                : zoneName());
            default -> {
                return number(conversion);
            }
        }
        return true;
    }

    private boolean number(char conversion) {
        switch (conversion) {
            case 'C' -> digits(Math.floorDiv(time.getYear(), 100), 2, '0');
            case 'd' -> digits(time.getDayOfMonth(), 2, '0');
            case 'e' -> digits(time.getDayOfMonth(), 2, ' ');
            case 'f' -> digits(time.getNano() / 1000, 6, '0');
            case 'g' -> digits(Math.floorMod(time.get(IsoFields.WEEK_BASED_YEAR), 100), 2, '0');
            case 'G' -> digits(time.get(IsoFields.WEEK_BASED_YEAR), 4, '0');
            case 'H' -> digits(time.getHour(), 2, '0');
            case 'I' -> digits(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, '0');
            case 'j' -> digits(time.getDayOfYear(), 3, '0');
            case 'k' -> digits(time.getHour(), 2, ' ');
            case 'l' -> digits(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, ' ');
            case 'm' -> digits(time.getMonthValue(), 2, '0');
            case 'M' -> digits(time.getMinute(), 2, '0');
            case 's' -> out.append(time.toEpochSecond());
            case 'S' -> digits(time.getSecond(), 2, '0');
            case 'u' -> out.append(time.getDayOfWeek().getValue());
            case 'U' -> digits((time.getDayOfYear() + 6 - time.getDayOfWeek().getValue() % 7) / 7, 2, '0');
            case 'V' -> digits(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0');
            case 'w' -> out.append(time.getDayOfWeek().getValue() % 7);
            case 'W' -> digits((time.getDayOfYear() + 7 - time.getDayOfWeek().getValue()) / 7, 2, '0');
            case 'y' -> digits(Math.floorMod(time.getYear(), 100), 2, '0');
            case 'Y' -> out.append(time.getYear());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void digits(int number, int width, char fill) {
        String text = Integer.toString(number);
        for (int i = text.length(); i < width; i++) {
            out.append(fill);
        }
        out.append(text);
    }

    private void zone() {
        int minutes = time.getOffset().getTotalSeconds() / 60;
        out.append(minutes < 0 ? '-' : '+');
        digits(Math.abs(minutes) / 60, 2, '0');
        digits(Math.abs(minutes) % 60, 2, '0');
    }

    private String zoneName() {
        boolean summer = time.getZone().getRules().isDaylightSavings(time.toInstant());
        return TimeZone.getTimeZone(time.getZone()).getDisplayName(summer, TimeZone.SHORT, Locale.ENGLISH);
    }
}

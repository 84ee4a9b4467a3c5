package dev.skep.trace;

/**
 * The text of an IPv6 address as C's {@code inet_ntop} writes it: the longest run of zero groups, of two at least, as
 * {@code ::}, an address that maps or embeds one of IPv4 with that at its end. Source: RFC 5952, RFC 4291.
 */
final class IpV6Text {
    private static final int GROUPS = 8;

    private IpV6Text() {}

    static String of(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && groups[i + zeros] == 0) {
                zeros++;
            }
            if (zeros > length) {
                start = i;
                length = zeros;
            }
            i += zeros;
        }
        boolean embedded =
                start == 0 && (length == 6 || length == 7 && groups[7] != 1 || length == 5 && groups[5] == 0xffff);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < (embedded ? 6 : GROUPS); i++) {
            if (i == start) {
                out.append(i == 0 ? "::" : ":");
                i += length - 1;
            } else {
                out.append(Integer.toHexString(groups[i])).append(i == GROUPS - 1 ? "" : ":");
            }
        }
        if (embedded) {
            for (int i = 12; i < 16; i++) {
                out.append(bytes[i] & 0xff).append(i == 15 ? "" : ".");
            }
        }
        return out.toString();
    }
}

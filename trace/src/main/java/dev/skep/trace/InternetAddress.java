package dev.skep.trace;

import dev.skep.lang.value.Value;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Addresses of the Internet as text: IPv4 in four numbers, IPv6 as RFC 5952 has it. */
final class InternetAddress {
    /** {@code AF_INET} and {@code AF_INET6} of {@code <bits/socket.h>}. */
    private static final int IPV4 = 2;

    private static final int IPV6 = 10;

    private InternetAddress() {}

    /** Reads a {@link dev.skep.lang.type.Rendering#INET}. */
    static Value.Text read(ByteBuffer in, int at) {
        int family = in.getInt(at);
        if (family != IPV4 && family != IPV6) {
            return new Value.Text(family, "[address of family " + Integer.toUnsignedString(family) + "]");
        }
        byte[] bytes = new byte[family == IPV4 ? 4 : 16];
        in.get(at + Integer.BYTES, bytes);
        long order = 0;
        for (int i = 0; i < Math.min(bytes.length, Long.BYTES); i++) {
            order = order << 8 | bytes[i] & 0xff;
        }
        return new Value.Text(order, family == IPV4 ? numeric(bytes) : IpV6Text.of(bytes));
    }

    private static String numeric(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 bytes are an address", e);
        }
    }
}

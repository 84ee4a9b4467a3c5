package dev.skep.trace;

import dev.skep.lang.format.TimeFormat;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import dev.skep.lang.value.ValueReader;
import dev.skep.symbols.kernel.KernelSymbol;
import dev.skep.symbols.kernel.KernelSymbols;
import dev.skep.symbols.process.ProcessSymbols;
import dev.skep.symbols.process.UserSymbol;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Renders what programs pass on: by the symbols of the kernel and of processes, and by the users and the time zone of this machine. */
final class HostNames implements ValueReader.Names {
    private static final HexFormat BYTES = HexFormat.ofDelimiter(":").withUpperCase();

    private final StackSource stacks;
    private final KernelSymbols symbols;
    private final ProcessSymbols processes;
    private final Users users = new Users();
    private final BootClock clock = new BootClock();

    HostNames(StackSource stacks, KernelSymbols symbols, ProcessSymbols processes) {
        this.stacks = stacks;
        this.symbols = symbols;
        this.processes = processes;
    }

    @Override
    public Value.Stack stack(Type.Stack type, long id) {
        return stacks.stack(type, id);
    }

    @Override
    public Value.Text text(Type.Rendered type, ByteBuffer in, int at) {
        return switch (type.rendering()) {
            case KSYM -> new Value.Text(in.getLong(at), symbol(in.getLong(at)));
            case USYM -> new Value.Text(in.getLong(at), symbol((int) in.getLong(at + 8), in.getLong(at)));
            case USERNAME -> new Value.Text(in.getLong(at), users.name(in.getLong(at)));
            case TIMESTAMP ->
                new Value.Text(in.getLong(at), TimeFormat.format(type.detail(), clock.timeOfDay(in.getLong(at))));
            case INET -> InternetAddress.read(in, at);
            case MAC -> hardwareAddress(in, at, type.size());
        };
    }

    private String symbol(long address) {
        KernelSymbol symbol = symbols.resolve(address);
        return symbol == null ? "0x" + Long.toHexString(address) : symbol.name();
    }

    private String symbol(int process, long address) {
        UserSymbol symbol = processes.resolve(process, address);
        return symbol.isNamed() ? symbol.name() : "0x" + Long.toHexString(address);
    }

    private static Value.Text hardwareAddress(ByteBuffer in, int at, int size) {
        byte[] bytes = new byte[size];
        in.get(at, bytes);
        long order = 0;
        for (byte b : bytes) {
            order = order << 8 | b & 0xff;
        }
        return new Value.Text(order, BYTES.formatHex(bytes));
    }
}

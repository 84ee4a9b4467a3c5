package dev.skep.lang.lower;

import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.VariableSymbol;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Variable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a function that a helper calls back has of the function around it: 64-bit words on the stack of that one, in the
 * order of their first use. Numbers are loaded when the callback starts and stored, if it changes them, when it ends, so
 * that the next round and what follows the loop have them. Of variables in memory, and of the event, it has addresses.
 */
final class Closure {
    private final Lowering outer;
    private final IrBuilder inner;
    private final Reg pointer;
    private final List<Word> words = new ArrayList<>(4);
    private final List<VariableSymbol> writtenMemory = new ArrayList<>(0);
    private @Nullable Word returned;
    private @Nullable Opaque opaque;
    private @Nullable Reg outside;

    /** One word: what it is outside, and the variable that holds it inside. */
    private abstract static class Word {
        private final int offset;
        private final Variable inside;
        private @Nullable Reg loaded;
        private boolean written;

        Word(int offset, Variable inside) {
            this.offset = offset;
            this.inside = inside;
        }

        /** What it is when the loop starts. */
        abstract Operand outside();

        /** Whether it stands for this variable, symbol, or field. */
        abstract boolean isOf(Object what);

        /** Whether the loop may change it; what a loop within this one passes on unchanged may look changed. */
        boolean mayChange() {
            return false;
        }

        /** Takes what it is when the loop has ended. */
        void after(Operand value) {
            throw new IllegalStateException("a loop changes " + inside + " to " + value);
        }
    }

    /** @param pointer the parameter of the inner function that holds the closure's address */
    Closure(Lowering outer, IrBuilder inner, Reg pointer) {
        this.outer = outer;
        this.inner = inner;
        this.pointer = pointer;
    }

    Lowering outer() {
        return outer;
    }

    // ------------------------------------------------------------------------------------------- while it is written

    /** Stands inside for a variable of the function around. */
    Variable variable(Variable variable) {
        Word known = find(variable);
        return known != null
                ? known.inside
                : add(new Word(next(), inner.declareVariable(variable.toString())) {
                    @Override
                    Operand outside() {
                        return outer.ir().read(variable);
                    }

                    @Override
                    boolean isOf(Object what) {
                        return what == variable;
                    }

                    @Override
                    boolean mayChange() {
                        return true;
                    }

                    @Override
                    void after(Operand value) {
                        outer.ir().write(variable, value);
                    }
                });
    }

    /** Holds the address of a variable that lies in memory. */
    Variable address(VariableSymbol symbol) {
        Word known = find(symbol);
        return known != null
                ? known.inside
                : add(new Word(next(), inner.declareVariable("&$" + symbol.name())) {
                    @Override
                    Operand outside() {
                        return outer.address(symbol);
                    }

                    @Override
                    boolean isOf(Object what) {
                        return what == symbol;
                    }
                });
    }

    /** The variable in memory is written inside. */
    void write(VariableSymbol symbol) {
        if (!writtenMemory.contains(symbol)) {
            writtenMemory.add(symbol);
        }
    }

    /** What the kernel handed to the program. */
    Variable context() {
        Word known = find(outer);
        return known != null
                ? known.inside
                : add(new Word(next(), inner.declareVariable("context")) {
                    @Override
                    Operand outside() {
                        return outer.context();
                    }

                    @Override
                    boolean isOf(Object what) {
                        return what == outer;
                    }
                });
    }

    /** The value of one of the event's fields, or its address. */
    Variable field(String name, boolean address) {
        String key = address ? "&" + name : name;
        Word known = find(key);
        return known != null
                ? known.inside
                : add(new Word(next(), inner.declareVariable(key)) {
                    @Override
                    Operand outside() {
                        return address ? outer.eventFieldAddress(name) : outer.eventField(name);
                    }

                    @Override
                    boolean isOf(Object what) {
                        return key.equals(what);
                    }
                });
    }

    /** Tells the function around that the program's run is to end. */
    Variable returned() {
        if (returned == null) {
            Variable flag = inner.declareVariable("returned");
            add(new Word(next(), flag) {
                @Override
                Operand outside() {
                    return Operand.of(0);
                }

                @Override
                boolean isOf(Object what) {
                    return false;
                }

                @Override
                boolean mayChange() {
                    return true;
                }
            });
            returned = words.getLast();
        }
        return returned.inside;
    }

    private @Nullable Word find(Object what) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).isOf(what)) {
                return words.get(i);
            }
        }
        return null;
    }

    private int next() {
        return words.size() * Long.BYTES;
    }

    private Variable add(Word word) {
        words.add(word);
        return word.inside;
    }

    // -------------------------------------------------------------------------------------------------- the callback

    /** Written at the callback's start, when all words are known. */
    void load() {
        for (Word word : words) {
            word.loaded = inner.load(Width.DOUBLE, false, pointer, word.offset);
            inner.write(word.inside, word.loaded);
        }
    }

    /** Written at each of the callback's ends. */
    void store() {
        for (Word word : words) {
            Operand now = inner.read(word.inside);
            if (word.mayChange() && now != word.loaded) {
                word.written = true;
                inner.store(Width.DOUBLE, pointer, word.offset, now);
            }
        }
    }

    // --------------------------------------------------------------------------------------------- the function around

    /** Puts the closure together; its address, to be passed on. */
    Operand open(String name) {
        launderMemory();
        if (words.isEmpty()) {
            return Operand.of(0);
        }
        IrBuilder ir = outer.ir();
        List<Operand> values = new ArrayList<>(words.size());
        boolean written = false;
        for (Word word : words) {
            values.add(word.outside());
            written |= word.written;
        }
        Opaque unknown = written ? Opaque.here(ir) : null;
        Reg address = ir.slotAddress(ir.newStackSlot(next(), "closure of " + name));
        for (int i = 0; i < values.size(); i++) {
            Word word = words.get(i);
            // Of the flag nothing is known before the loop that is not known in it: it is only set.
            Operand value = values.get(i);
            if (unknown != null && word.written && word != returned) {
                value = unknown.number(value);
            }
            ir.store(Width.DOUBLE, address, word.offset, value);
        }
        opaque = unknown;
        outside = address;
        return address;
    }

    /** Takes what the loop changed, and goes on behind it unless the run is to end. */
    void close() {
        launderMemory();
        if (opaque == null || outside == null) {
            return;
        }
        IrBuilder ir = outer.ir();
        for (Word word : words) {
            if (word.written && word != returned) {
                word.after(opaque.number(ir.load(Width.DOUBLE, false, outside, word.offset)));
            }
        }
        if (returned != null) {
            Reg flag = opaque.number(ir.load(Width.DOUBLE, false, outside, returned.offset));
            Block ended = ir.newBlock();
            Block done = ir.newBlock();
            ir.branch(Condition.NE, flag, Operand.of(0), ended, done);
            ir.seal(ended);
            ir.seal(done);
            ir.position(ended);
            outer.endRun();
            ir.position(done);
        }
    }

    private void launderMemory() {
        for (VariableSymbol symbol : writtenMemory) {
            Opaque.memory(outer.address(symbol), symbol.type().size(), outer.ir());
        }
    }
}

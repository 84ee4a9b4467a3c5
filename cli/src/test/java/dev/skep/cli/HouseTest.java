package dev.skep.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the rules of the house (docs/architecture.md): who may use whom, and who may touch the process. */
class HouseTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.skep");

    /** Everybody may use bpf: the others' interfaces are made of its records. */
    @ParameterizedTest
    @CsvSource({
        "bpf,",
        "kernel, bpf",
        "lang, bpf",
        "symbols, bpf",
        "trace, bpf kernel lang symbols",
        "cli, bpf kernel lang symbols trace",
    })
    void aModuleUsesOnlyThoseOfItsRow(String module, @Nullable String row) {
        String[] allowed = (row == null ? "" : row + " ").concat(module).split(" ");
        for (int i = 0; i < allowed.length; i++) {
            allowed[i] = "dev.skep." + allowed[i] + "..";
        }
        classes()
                .that()
                .resideInAPackage("dev.skep." + module + "..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(allowed).or(resideInAnyPackage("java..", "org.jspecify.annotations..")))
                .allowEmptyShould(true)
                .check(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpf", "kernel", "lang", "cli"})
    void itsClassesAreSeen(String module) {
        assertThat(ALL.that(resideInAPackage("dev.skep." + module + ".."))).isNotEmpty();
    }

    @Test
    void onlyKernelCallsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.skep.kernel..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.SymbolLookup")
                .check(ALL);
    }

    /**
     * Packages that are one thing in several rooms, and so refer to each other: a function's class has its type rule and its
     * lowering; emitting has its sub-packages; instructions carry relocations and relocations name instructions; the door to the
     * kernel throws the library's exceptions, and the library begins with opening the door.
     */
    private static final Map<String, String> ONE_THING = Map.of(
            "lang.check", "lang.function",
            "lang.plan", "lang.function",
            "lang.lower", "lang.function",
            "lang.emit.legal", "lang.emit",
            "lang.emit.allocate", "lang.emit",
            "bpf.spec", "bpf.asm",
            "kernel.sys", "kernel");

    @Test
    void packagesDoNotGoInCircles() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        if (!type.getPackageName().startsWith("dev.skep.")) {
                            return SliceIdentifier.ignore();
                        }
                        String name = type.getPackageName().substring("dev.skep.".length());
                        return SliceIdentifier.of(ONE_THING.getOrDefault(name, name));
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(ALL);
    }

    @Test
    void onlyTheCommandEndsTheProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.skep.cli..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .callMethod(Runtime.class, "addShutdownHook", Thread.class)
                .check(ALL);
    }

    @Test
    void librariesDoNotPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.skep.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(ALL);
    }
}

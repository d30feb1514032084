package io.tracelink.tools;

/**
 * What a JVM has to be started with.
 */
public final class JvmFlags
{
    private static final String PACKAGE = "jdk.internal.misc";

    private JvmFlags()
    {
    }

    /**
     * End the process with one line and {@link ExitStatus#USAGE} if it was started without a flag that it needs: what
     * follows otherwise is a stack trace of Agrona's.
     */
    public static void requireAll()
    {
        if (!Object.class.getModule().isOpen(PACKAGE, JvmFlags.class.getModule()))
        {
            System.err.println("tracelink: the JVM lacks a flag that Agrona needs: " +
                "start the jar with java -jar, or add --add-opens java.base/" + PACKAGE + "=ALL-UNNAMED");
            System.exit(ExitStatus.USAGE);
        }
    }
}

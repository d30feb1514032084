package io.tracelink.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/**
 * The schema files themselves, which are shipped beside the codecs for readers in other languages.
 */
class SchemaFileTest
{
    @ParameterizedTest
    @CsvSource({
        "tracelink.xml, 904, shm.tensorpool.tracelink, 1.0",
        "driver.xml, 901, shm.tensorpool.driver, 1.0",
        "wire.xml, 900, shm.tensorpool.control, 1.1"})
    void shouldCarryIdentityOfProtocol(
        final String file, final String id, final String packageName, final String semanticVersion) throws Exception
    {
        try (InputStream in = SchemaFileTest.class.getResourceAsStream(file))
        {
            final Element schema =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();

            assertThat(schema.getTagName())
                .isEqualTo("sbe:messageSchema");
            assertThat(schema.getAttribute("id")).isEqualTo(id);
            assertThat(schema.getAttribute("version")).isEqualTo("1");
            assertThat(schema.getAttribute("package")).isEqualTo(packageName);
            assertThat(schema.getAttribute("semanticVersion")).isEqualTo(semanticVersion);
            assertThat(schema.getAttribute("byteOrder")).isEqualTo("littleEndian");
        }
    }
}

/*
 * XML documents are read as the programs do that open them; what is not read is
 * told.
 */
#include "documents_rig_priv.h"
#include "mime.h"
#include "xml_files_priv.h"

/* libclamav stops at depth 20, and takes no CDATA, comment or wide text. */
static void
text_is_read_as_its_readers_do(void **state)
{
	static const char *const texts[] = {"<![CDATA[" EICAR_64 "]]>",
	    "WDVPIVAl<!-- in the middle -->QEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FS"
	    "LVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=",
	    "&#87;DVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FS"
	    "LVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo&#x3d;"};
	char document[4096];
	unsigned n;

	(void)state;
	for (n = 0; n < sizeof(texts) / sizeof(texts[0]); n++) {
		(void)snprintf(document, sizeof(document),
		    XML WORD_OPEN
		    "<w:binData w:name=\"a.bin\">%s</w:binData>" WORD_CLOSE,
		    texts[n]);
		assert_true(is_found_in(document, "mail/doc.xml/a.bin"));
	}
	buf_reset(&mail);
	for (n = 0; n < 300; n++)
		(void)buf_adds(&mail, "<w:p>");
	(void)snprintf(document, sizeof(document),
	    XML WORD_OPEN "%s<w:binData w:name=\"a.bin\">" EICAR_64
			  "</w:binData>",
	    mail.data);
	assert_true(is_found_in(document, "mail/doc.xml/a.bin"));
}

static bool
is_told(const char *document, size_t len)
{
	scan_attached("doc.xml", document, len);
	return found(CLASS_broken, "unreadable document", "mail/doc.xml");
}

static void
charsets_are_read(void **state)
{
	static const char declared[] =
	    "<?xml version=\"1.0\" encoding=\"windows-1251\"?>"
	    "<w:d xmlns:w=\"x\"><w:t>\xcf</w:t><w:binData w:name=\"a.bin\">";
	char wide[2 * sizeof(flat_opc)], document[4096];
	unsigned order, mark;
	size_t i;

	(void)state;
	(void)snprintf(document, sizeof(document),
	    "%s" EICAR_64 "</w:binData></w:d>", declared);
	assert_true(is_found_in(document, "mail/doc.xml/a.bin"));
	/* Of two bytes in both orders, whatever is declared. */
	for (order = 0; order < 2; order++) {
		memset(wide, 0, sizeof(wide));
		memcpy(wide, order == 0 ? "\xff\xfe" : "\xfe\xff", 2);
		for (i = 0; i < sizeof(flat_opc) - 1; i++)
			wide[2 * i + 2 + order] = flat_opc[i];
		for (mark = 0; mark <= 2; mark += 2)
			assert_true(is_found(wide + mark, 2 * i + 2 - mark,
			    "mail/doc.xml/word/vba.bin"));
	}
	assert_true(is_found_in("<?xml version='1.0' encoding='utf-16'?>"
				"<d><x:binData>" EICAR_64 "</x:binData></d>",
	    "mail/doc.xml/(no name)"));
}

/* They are not read, but some readers do. */
static void
foreign_charsets_are_told(void **state)
{
	static const char *const declared[] = {
	    "<?xml version=\"1.0\" encoding=\"UTF-7\"?><a/>",
	    "\xef\xbb\xbf\r\n <?xml version='1.0' "
	    "encoding='csUnicode11UTF7'?>+"};
	static const char wide[][12] = {"<\0\0\0?\0\0\0x\0\0",
	    "\0\0\0<\0\0\0?\0\0\0", "\xff\xfe\0\0<\0\0\0?\0\0",
	    "\0\0\xfe\xff\0\0\0<\0\0\0", "\x4c\x6f\xa7\x94\x93\x40 bcde"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(declared) / sizeof(declared[0]); i++)
		assert_true(is_told(declared[i], strlen(declared[i])));
	for (i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		assert_true(is_told(wide[i], sizeof(wide[i])));
	assert_true(xml_starts((const unsigned char *)wide[4], 4));
	assert_false(is_told("<?xml version='1.0'?><a/>", 25));
	assert_false(is_told("<?xml version='1.0'?><a b='utf-7'/>", 35));
	assert_false(is_told("<?xml utf-8", 11));
	assert_false(is_told("<?xml-style encoding='utf-7'?>", 30));
	assert_false(is_told("<\0\0\0x\0\0\0y", 9));
}

/* A document of `n` elements inside each other, and a file in it. */
static void
scan_nested(unsigned n)
{
	struct buf document;

	buf_init(&document, 1 << 20);
	(void)buf_adds(&document, XML "<d>");
	while (--n > 0)
		(void)buf_adds(&document, "<d>");
	(void)buf_adds(&document, "<binData>" EICAR_64 "</binData>");
	scan_attached("doc.xml", document.data, document.len);
	buf_fini(&document);
}

static void
what_is_not_read_is_told(void **state)
{
	(void)state;
	scan_nested(9999);
	assert_true(found(CLASS_infected, "Eicar", "mail/doc.xml/(no name)"));
	scan_nested(10000);
	assert_true(found(CLASS_limits, "XML depth", "mail/doc.xml"));
	assert_int_equal(findings.n, 1);
	assert_false(
	    is_found_in(XML "<!DOCTYPE d [<!ENTITY f \"" EICAR_64 "\">]>"
			    "<d><binData>&f;</binData></d>",
		"mail/doc.xml/(no name)"));
	assert_true(found(CLASS_limits, "XML declarations", "mail/doc.xml"));
	/* They would be given to each element, and looked at. */
	assert_false(is_found_in(XML "<!DOCTYPE d [<!ATTLIST d a CDATA 'x'>]>"
				     "<d><binData>" EICAR_64 "</binData></d>",
	    "mail/doc.xml/(no name)"));
	assert_true(found(CLASS_limits, "XML declarations", "mail/doc.xml"));
	assert_true(is_found_in(XML "<!DOCTYPE d SYSTEM 'd.dtd'>"
				    "<d><binData>" EICAR_64 "</binData></d>",
	    "mail/doc.xml/(no name)"));
}

/* Not all readers stop where it is no XML any more. */
static void
what_is_behind_a_fault_is_told(void **state)
{
	(void)state;
	assert_true(is_found_in(XML "<d><binData>" EICAR_64 "</binData><",
	    "mail/doc.xml/(no name)"));
	assert_true(
	    is_found_in(XML "<d><binData>" EICAR_64, "mail/doc.xml/(no name)"));
	assert_true(found(CLASS_broken, "unreadable document", "mail/doc.xml"));
	assert_false(is_found_in(
	    XML "<d></e><binData>" EICAR_64, "mail/doc.xml/(no name)"));
	assert_true(found(CLASS_broken, "unreadable document", "mail/doc.xml"));
	/* Right behind it, within a file, and in the tag of one. */
	(void)is_found_in(
	    XML "<d></d><binData>" EICAR_64 "</binData>", "mail/doc.xml");
	assert_true(found(CLASS_broken, "unreadable document", "mail/doc.xml"));
	(void)is_found_in(
	    XML "<d><binData>WDVP\x01IVAlQEF</binData></d>", "mail/doc.xml");
	assert_true(found(CLASS_broken, "unreadable document", "mail/doc.xml"));
	(void)is_found_in(
	    XML "<d><binData a=x>" EICAR_64 "</binData></d>", "mail/doc.xml");
	assert_true(found(CLASS_broken, "unreadable document", "mail/doc.xml"));
	(void)is_found_in(XML "<d></e> binData", "mail/doc.xml");
	assert_int_equal(findings.n, 0);
	(void)is_found_in("<html><p>binData<br></html>", "mail/doc.xml");
	assert_int_equal(findings.n, 0);
	(void)is_found_in(
	    "<html><p>{a:1,b:binData}<br></html>", "mail/doc.xml");
	assert_int_equal(findings.n, 0);
	(void)is_found_in("<html></br><b:binData></html>", "mail/doc.xml");
	assert_int_equal(findings.n, 1);
}

/* Readers leave out what they do not know; none has a file within a file. */
static void
elements_in_a_file_are_no_part_of_it(void **state)
{
	(void)state;
	assert_true(is_found_in(XML
	    "<d><binData><x>A</x>WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJ"
	    "<x>A</x>Q0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo="
	    "</binData></d>",
	    "mail/doc.xml/(no name)"));
	assert_int_equal(findings.n, 1);
	assert_true(is_found_in(XML "<d><ForeignData>aaaa<binData>" EICAR_64
				    "</binData></ForeignData></d>",
	    "mail/doc.xml/(no name)"));
	assert_true(found(CLASS_broken, "unreadable document", "mail/doc.xml"));
	assert_true(
	    is_found_in(XML "<chunk>a <chunk>" EICAR_64 "</chunk></chunk>",
		"mail/doc.xml/(no name)"));
	assert_int_equal(findings.n, 1);
}

/* It is the end that says what kind of file it is. */
static void
a_long_name_keeps_its_end(void **state)
{
	char document[2048];

	(void)state;
	(void)snprintf(document, sizeof(document),
	    XML "<d><binData name='%0600d/a.exe'>" EICAR_64 "</binData></d>",
	    0);
	scan_attached("doc.xml", document, strlen(document));
	assert_int_equal(findings.n, 1);
	assert_non_null(strstr(findings.list[0].where, "0/a.exe"));
}

static bool
grow(void *arg, size_t more)
{
	size_t *rest = arg;

	if (more > *rest)
		return false;
	*rest -= more;
	return true;
}

static bool
refuse(void *arg, const char *name, const unsigned char *data, size_t len)
{
	(void)arg;
	(void)name;
	(void)data;
	(void)len;
	return false;
}

static void
the_sink_may_stop(void **state)
{
	size_t rest = 50;
	const struct xml_sink sink = {
	    .arg = &rest, .grow = grow, .file = refuse};
	const unsigned char *data = (const unsigned char *)flat_opc;

	(void)state;
	assert_int_equal(
	    xml_walk(data, sizeof(flat_opc) - 1, &sink), XML_STOPPED);
	assert_true(rest < 50);
	rest = 1000;
	assert_int_equal(
	    xml_walk(data, sizeof(flat_opc) - 1, &sink), XML_STOPPED);
	assert_int_equal(
	    xml_walk((const unsigned char *)"", 0, &sink), XML_READ);
	assert_false(xml_starts((const unsigned char *)"", 0));
}

/* Names that expat would have to remember, ever more of them. */
/* An element with so many attributes, which expat remembers, and a file. */
static void
add_remembered(
    struct buf *document, unsigned attributes, const struct buf *inner)
{
	unsigned n;

	(void)buf_adds(document, XML "<d><binData");
	for (n = 0; n < attributes; n++)
		(void)buf_addf(document, " a%x=''", n);
	(void)buf_adds(document, ">");
	base64_add(document, inner->data, inner->len);
	(void)buf_adds(document, "</binData></d>");
}

static void
memory_follows_the_document(void **state)
{
	struct buf document;

	(void)state;
	buf_init(&document, 64 << 20);
	add_remembered(&document, 600000, &(struct buf){0});
	scan_attached("doc.xml", document.data, document.len);
	assert_true(found(CLASS_limits, "memory", "mail/doc.xml"));
	assert_int_equal(findings.n, 1);
	buf_fini(&document);
}

/* A small document within a large one leaves it what it may take. */
/* And not by each document within it anew. */
static void
memory_is_shared_by_documents(void **state)
{
	struct buf inner, outer;

	(void)state;
	buf_init(&inner, 16 << 20);
	buf_init(&outer, 16 << 20);
	add_remembered(&inner, 150000, &(struct buf){0});
	scan_attached("doc.xml", inner.data, inner.len);
	assert_int_equal(findings.n, 0);
	add_remembered(&outer, 150000, &inner);
	scan_attached("doc.xml", outer.data, outer.len);
	assert_true(found(CLASS_limits, "memory", "mail/doc.xml/(no name)"));
	buf_reset(&inner);
	(void)buf_adds(&inner, EMPTY_WORD);
	buf_reset(&outer);
	add_remembered(&outer, 150000, &inner);
	scan_attached("doc.xml", outer.data, outer.len);
	assert_int_equal(findings.n, 0);
	buf_fini(&outer);
	buf_fini(&inner);
}

static void
a_small_document_leaves_memory(void **state)
{
	static char value[9 << 20];
	struct buf document;

	(void)state;
	memset(value, 'a', sizeof(value));
	buf_init(&document, 16 << 20);
	(void)buf_adds(&document, XML "<d><binData>");
	base64_add(&document, EMPTY_WORD, sizeof(EMPTY_WORD) - 1);
	(void)buf_adds(&document, "</binData><d a='");
	(void)buf_add(&document, value, sizeof(value));
	(void)buf_adds(&document, "'/><binData>" EICAR_64 "</binData></d>");
	scan_attached("doc.xml", document.data, document.len);
	assert_true(found(CLASS_infected, "Eicar", "mail/doc.xml/(no name)"));
	buf_fini(&document);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(text_is_read_as_its_readers_do),
	    TEST(charsets_are_read),
	    TEST(foreign_charsets_are_told),
	    TEST(what_is_not_read_is_told),
	    TEST(what_is_behind_a_fault_is_told),
	    TEST(elements_in_a_file_are_no_part_of_it),
	    TEST(a_long_name_keeps_its_end),
	    cmocka_unit_test(the_sink_may_stop),
	    TEST(memory_follows_the_document),
	    TEST(memory_is_shared_by_documents),
	    TEST(a_small_document_leaves_memory),
	};
	struct err e;

	mime_init();
	if (engine_init(&e) == -1)
		return 1;
	return RUN_TESTS(tests);
}

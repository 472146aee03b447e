/* What the names of signatures say. */
#include "signature.h"
#include "test.h"

#define WORMS "*.Worm.*, *Mydoom*"

static void
names_have_classes(void **state)
{
	static const struct {
		const char *name;
		enum msg_class class;
	} cases[] = {
	    {"Eicar-Test-Signature", CLASS_infected},
	    {"Win.Trojan.Agent-1", CLASS_infected},
	    {"My.Own.UNOFFICIAL", CLASS_infected},
	    {"Heuristics.Unknown.Kind", CLASS_infected},
	    {"Win.Worm.Mydoom-5", CLASS_worm},
	    {"win.worm.x", CLASS_worm},
	    {"Email.MYDOOM.UNOFFICIAL", CLASS_worm},
	    {"Heuristics.Limits.Exceeded.MaxFileSize", CLASS_limits},
	    {"Heuristics.Limits.Exceeded.MaxScanTime", CLASS_limits},
	    {"Heuristics.Limits.Exceeded", CLASS_limits},
	    {"Heuristics.Email.ExceedsMaxMIMEparts", CLASS_limits},
	    {"Heuristics.Zip.OverlappingFiles", CLASS_limits},
	    {"Heuristics.XZ.DicSizeLimit", CLASS_limits},
	    {"Heuristics.Encrypted.Zip", CLASS_encrypted},
	    {"Heuristics.Encrypted.PDF", CLASS_encrypted},
	    {"Heuristics.Phishing.Email.SpoofedDomain", CLASS_phishing},
	    {"Heuristics.Safebrowsing.Suspected-phishing", CLASS_phishing},
	    {"Html.Phishing.Bank-1", CLASS_phishing},
	    {"Email.Phishing.Worm.Mydoom", CLASS_phishing},
	    {"Heuristics.OLE2.ContainsMacros", CLASS_macro},
	    {"Heuristics.OLE2.ContainsMacros.VBA", CLASS_macro},
	    {"Heuristics.Structured.CreditCardNumber", CLASS_structured},
	    {"Heuristics.Broken.Executable", CLASS_broken},
	    {"Heuristics.GPTPartitionIntersection", CLASS_broken},
	    {"PUA.Win.Packer.Upx-1", CLASS_pua},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    signature_class(cases[i].name, WORMS), cases[i].class);
}

static void
no_worms_without_names(void **state)
{
	(void)state;
	assert_int_equal(
	    signature_class("Win.Worm.Mydoom-5", ""), CLASS_infected);
}

static void
irregular_pictures_are_tolerated(void **state)
{
	(void)state;
	assert_true(signature_is_tolerated(
	    "Heuristics.Broken.Media.JPEG.SpuriousBytesBeforeSegment"));
	assert_false(signature_is_tolerated("Heuristics.Broken.Executable"));
	assert_false(signature_is_tolerated(
	    "Heuristics.Broken.Media.JPEG.JFIFdupAppMarker"));
	assert_false(signature_is_tolerated("Eicar-Test-Signature"));
}

static void
limits_of_the_mail_reader_are_known(void **state)
{
	(void)state;
	assert_true(signature_is_mail_limit(
	    "Heuristics.Limits.Exceeded.EmailMIMEPartsPerMessage"));
	assert_false(
	    signature_is_mail_limit("Heuristics.Limits.Exceeded.MaxFileSize"));
}

/* Whatever is not known to be about the bytes is a scan that failed. */
static void
errors_count_unless_they_are_about_data(void **state)
{
	static const char *const failed[] = {"",
	    "cli_gentempfd: Can't create temporary file /tmp/x: No space",
	    "fileblobSetFilename: mkstemp(x) failed: Too many open files",
	    "cli_writen: write error: No space left on device",
	    "Can't create temporary directory /tmp/x: Read-only file system",
	    "a GIF: at another place", "cli_scanxz: cannot write"};
	static const char *const data[] = {"GIF: error", "JPEG: truncated",
	    "cli_untar: block read error, expecting 512",
	    "email message decode error: x"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(failed) / sizeof(failed[0]); i++)
		assert_false(signature_error_is_about_data(failed[i]));
	for (i = 0; i < sizeof(data) / sizeof(data[0]); i++)
		assert_true(signature_error_is_about_data(data[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_have_classes),
	    cmocka_unit_test(no_worms_without_names),
	    cmocka_unit_test(irregular_pictures_are_tolerated),
	    cmocka_unit_test(limits_of_the_mail_reader_are_known),
	    cmocka_unit_test(errors_count_unless_they_are_about_data),
	};

	return RUN_TESTS(tests);
}

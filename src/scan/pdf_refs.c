/* Objects that are used as files, and those that may not be seen. */
#include "pdf_refs_priv.h"

#include <string.h>

void
pdf_refs_add(struct pdf_refs *refs, enum pdf_ref set, uint64_t number)
{
	size_t i = number % PDF_REFS_NUMBERS / 8;
	unsigned char bit = (unsigned char)(1U << number % 8);
	int other;

	refs->sets[set][i] |= bit;
	refs->any[set] = true;
	if ((refs->sets[PDF_USED][i] & bit) == 0)
		return;
	for (other = 0; other < PDF_REFS; other++)
		refs->used[other] |= (refs->sets[other][i] & bit) != 0;
	refs->reached |=
	    (refs->sets[PDF_ENDING][i] & refs->sets[PDF_REACHED][i] & bit) != 0;
}

bool
pdf_refs_is_key(const char *name)
{
	static const char *const keys[] = {"F", "UF", "DOS", "Mac", "Unix",
	    "JS", "XFA", "3DD", "OnInstantiate"};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(name, keys[i]) == 0)
			return true;
	return false;
}

bool
pdf_refs_is_resources(const char *name)
{
	return strcmp(name, "XObject") == 0 || strcmp(name, "CharProcs") == 0;
}

bool
pdf_refs_matter(const struct pdf_refs *refs)
{
	return refs->any[PDF_UNSEEN] || refs->any[PDF_UNSURE] ||
	       refs->encrypted;
}

bool
pdf_refs_meet(const struct pdf_refs *refs)
{
	return refs->used[PDF_UNSEEN] ||
	       (refs->used[PDF_UNSURE] &&
		   (refs->packs || refs->misled || refs->any[PDF_REACHED])) ||
	       (refs->used[PDF_ENDING] && refs->misled) || refs->reached ||
	       (refs->encrypted && refs->any[PDF_USED]) ||
	       (refs->unclear && pdf_refs_matter(refs));
}

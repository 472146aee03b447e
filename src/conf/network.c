/*
 * IP networks. IPv4 is kept as IPv6 (::ffff:0:0/96), so that there is one
 * kind of address and one comparison.
 */
#include "network.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

enum { ADDRESS_MAX = 64, ADDRESS_BITS = 128, IPV4_BITS = 32 };

struct network {
	unsigned char address[16];
	unsigned bits;
};

struct networks {
	struct network *list;
	size_t n;
};

/* Reads an address; how many bits it has, or 0 when it is none. */
static unsigned
read_address(const char *text, size_t len, unsigned char address[16])
{
	static const unsigned char mapped[12] = {
	    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
	char copy[ADDRESS_MAX];

	if (len == 0 || len >= sizeof(copy) || memchr(text, '\0', len) != NULL)
		return 0;
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (inet_pton(AF_INET, copy, address + 12) == 1) {
		memcpy(address, mapped, sizeof(mapped));
		return IPV4_BITS;
	}
	return inet_pton(AF_INET6, copy, address) == 1 ? ADDRESS_BITS : 0;
}

/* Reads "/24" with at most `most` bits into *bits_r; false for all else. */
static bool
read_bits(const char *text, size_t len, unsigned most, unsigned *bits_r)
{
	unsigned bits = 0;
	size_t i;

	if (len < 2 || len > 4)
		return false;
	for (i = 1; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		bits = bits * 10 + (unsigned)(text[i] - '0');
	}
	*bits_r = bits;
	return bits <= most;
}

static bool
read_network(const char *text, size_t len, struct network *n)
{
	const char *slash = memchr(text, '/', len);
	size_t head = slash != NULL ? (size_t)(slash - text) : len;
	unsigned size = read_address(text, head, n->address);

	n->bits = size;
	if (size == 0 ||
	    (slash != NULL && !read_bits(slash, len - head, size, &n->bits)))
		return false;
	n->bits += ADDRESS_BITS - size;
	return true;
}

int
networks_new(const char *list, struct networks **networks_r, struct err *e)
{
	struct networks *all = mem_zalloc(1, sizeof(*all));
	struct network one;
	char quoted[ADDRESS_MAX];
	size_t n;

	while (*(list += strspn(list, ", \t")) != '\0') {
		n = strcspn(list, ", \t");
		if (!read_network(list, n, &one)) {
			(void)text_escape_n(quoted, sizeof(quoted), list, n);
			networks_free(&all);
			return err_set(e,
			    "\"%s\" is not a network such as 192.0.2.0/24 or "
			    "2001:db8::/32",
			    quoted);
		}
		all->list = mem_resize(all->list, all->n + 1, sizeof(one));
		all->list[all->n++] = one;
		list += n;
	}
	if (all->n == 0)
		networks_free(&all);
	*networks_r = all;
	return 0;
}

void
networks_free(struct networks **networks)
{
	if (*networks == NULL)
		return;
	free((*networks)->list);
	free(*networks);
	*networks = NULL;
}

static bool
is_within(const unsigned char address[16], const struct network *n)
{
	unsigned whole = n->bits / 8, rest = n->bits % 8;
	unsigned char mask = (unsigned char)(0xff00U >> rest);

	return memcmp(address, n->address, whole) == 0 &&
	       (rest == 0 ||
		   ((address[whole] ^ n->address[whole]) & mask) == 0);
}

bool
networks_have(const struct networks *networks, const char *ip, size_t len)
{
	unsigned char address[16];
	size_t i;

	if (networks == NULL || read_address(ip, len, address) == 0)
		return false;
	for (i = 0; i < networks->n; i++)
		if (is_within(address, &networks->list[i]))
			return true;
	return false;
}

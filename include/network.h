/*
 * Sets of IP networks: "10.0.0.0/8, 192.0.2.1, 2001:db8::/32". A set never
 * changes; any thread may look things up.
 */
#ifndef NETWORK_H
#define NETWORK_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

struct networks;

/*
 * A set from a comma-separated list; NULL in *networks_r when it is empty.
 * Returns 0, or -1 with a text that names what is no network.
 */
int networks_new(const char *list, struct networks **networks_r, struct err *e);

/* Frees the set and sets the pointer to NULL; NULL is fine. */
void networks_free(struct networks **networks);

/*
 * Whether an address is in the set; what is no address never is. IPv4
 * addresses that are written as IPv6 (::ffff:192.0.2.1) are IPv4.
 */
bool networks_have(const struct networks *networks, const char *ip, size_t len);

#endif

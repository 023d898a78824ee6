#include "abi_layout.h"

/* What a C compiler makes of the header, for the C++ side to compare. */
size_t herald_entry_size_in_c(void);
size_t herald_entry_size_in_c(void) { return sizeof(herald_entry); }

#include "host/base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace herald {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "herald: broken invariant: %s (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace herald

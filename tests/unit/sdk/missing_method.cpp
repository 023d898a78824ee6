// A provider class without the part of number MISSING: it must not compile, and say why in one readable line.
#include <herald/sdk.hpp>

struct Incomplete {
#if MISSING == 5
  explicit Incomplete(int) {}
#endif
#if MISSING != 1
  static std::string descriptor() { return "{}"; }
#endif
#if MISSING != 2
  static std::string config_schema() { return "{}"; }
#endif
#if MISSING != 3
  static herald::sdk::Reply plan(const herald::sdk::Call&) { return {}; }
#endif
#if MISSING != 4
  static herald::sdk::Reply on_response(const herald::sdk::Call&, const herald::sdk::HttpResponse&) {
    return {};
  }
#endif
};

HERALD_PROVIDER(Incomplete, R"({"id":"x"})");

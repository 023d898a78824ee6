#include <cstddef>
#include <cstdint>
#include <string_view>

#include "host/base/check.hpp"
#include "plugins/providers/parts/form.hpp"
#include "plugins/providers/twilio/signed_url.hpp"

// A callback's form reads back as it was written, whatever bytes it holds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace herald::provider;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const Fields fields = form_decode(text);
  HERALD_CHECK(form_decode(form_encode(fields)) == fields);
  static_cast<void>(herald::twilio::query_encode(fields));
  return 0;
}

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "plugins/features/templates/tokenizer.hpp"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// Whatever is read without a problem is made of plain text and paths, and says the same when it is put
// together again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const herald::templates::Tokens tokens = herald::templates::scan(text);
  if (!tokens.problems.empty()) return 0;
  std::string again;
  for (const auto& piece : tokens.pieces) {
    must(piece.place.line >= 1 && piece.place.column >= 1);
    must(!piece.variable || herald::templates::is_path(piece.text));
    must(piece.variable || piece.text.find("{{") == std::string::npos);
    again += piece.variable ? "{{" + piece.text + "}}" : piece.text;
  }
  must(herald::templates::names(herald::templates::scan(again)) == herald::templates::names(tokens));
  return 0;
}

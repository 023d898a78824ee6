#pragma once
#include <herald/abi.h>
#include <cstddef>
#include <string_view>

namespace herald::kit {

/// A copy of bytes whose end touches a page that nobody may read: one byte too far is a crash, and so is a
/// look at it after it went. [one thread]
class Tight final {
 public:
  explicit Tight(std::string_view bytes);
  ~Tight();
  Tight(const Tight&) = delete;
  Tight& operator=(const Tight&) = delete;
  [[nodiscard]] const char* data() const { return data_; }
  [[nodiscard]] herald_str text() const { return {size_ == 0 ? nullptr : data_, size_}; }

 private:
  char* base_{};
  char* data_{};
  std::size_t size_, mapped_;
};

}  // namespace herald::kit

#pragma once
#include <dlfcn.h>
#include <herald/abi.h>
#include <herald/testing/crypto.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace herald::sdk::testing {

/// A line that the plugin logged. [value]
struct LogLine {
  std::int32_t level{};
  std::string event{}, fields{};
};

/// The host as a plugin sees it in open(). Outlives the plugins opened with it. [one thread]
class FakeHost {
 public:
  FakeHost() : table_{sizeof(herald_host), HERALD_ABI_MINOR, this, &find} {}
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  [[nodiscard]] const herald_host* table() const { return &table_; }
  [[nodiscard]] const std::vector<LogLine>& log() const { return log_; }
  /// The interface ids that were asked for, in order.
  [[nodiscard]] const std::vector<std::string>& asked() const { return asked_; }

 private:
  static const void* find(void* host, const char* id) {
    static constexpr herald_log kLog{sizeof(herald_log), 0, &write};
    static_cast<FakeHost*>(host)->asked_.emplace_back(id);
    if (std::string_view{id} == HERALD_CRYPTO_1) return crypto_table();
    if (std::string_view{id} == HERALD_RECORDS_1) return records_table();
    return std::string_view{id} == HERALD_LOG_1 ? &kLog : nullptr;
  }
  static void write(void* host, herald_call*, std::int32_t level, const herald_str* event,
                    const herald_str* fields) {
    static_cast<FakeHost*>(host)->log_.push_back(
        {level, std::string{detail::text(event)}, std::string{detail::text(fields)}});
  }
  herald_host table_;
  std::vector<LogLine> log_{};
  std::vector<std::string> asked_{};
};

namespace detail {

/// The entry of a plugin's file. Throws std::runtime_error.
inline const herald_entry* load(const std::string& file) {
  void* library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error{std::string{"cannot load: "} + ::dlerror()};
  const auto entry = reinterpret_cast<const herald_entry* (*)(void)>(::dlsym(library, HERALD_ENTRY_SYMBOL));
  if (entry == nullptr) throw std::runtime_error{"expected the symbol " HERALD_ENTRY_SYMBOL};
  return entry();
}
inline herald_sink into(std::string& text) {
  const auto append = [](void* to, const char* data, std::uint64_t len) -> std::int32_t {
    static_cast<std::string*>(to)->append(data, len);
    return 0;
  };
  return {sizeof(herald_sink), 0, &text, append};
}
inline void expect_ok(herald_status status, const std::string& reason) {
  if (status == HERALD_OK) return;
  throw std::runtime_error{reason.empty() ? "failed without a reason, status " + std::to_string(status)
                                          : reason};
}

}  // namespace detail

}  // namespace herald::sdk::testing

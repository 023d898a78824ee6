#pragma once
#include <herald/abi.h>
#include <herald/testing.hpp>

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "sdk/tools/plugin/tight.hpp"

namespace herald::kit {

/// How much of the host's tables there is: as today's, cut short, or with a tail of a later version.
enum class Tables { Whole, ShortHost, ShortCrypto, ShortRecords, Long, NoLog, NoCrypto, NoRecords };

/// How often the plugin asked the host for cryptography. [value]
struct CryptoUse {
  int hmac{}, digest{}, verify{}, equal{}, sign{};
};
/// Counts since the process began. [any thread]
CryptoUse crypto_use();

/// A host that watches how it is used. The tables lie before pages that nobody may read. [any thread]
class Host final {
 public:
  explicit Host(Tables tables = Tables::Whole);
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  [[nodiscard]] const herald_host* table() const {
    return reinterpret_cast<const herald_host*>(table_->data());
  }
  /// What was used wrongly since the last time.
  std::vector<std::string> take_misuse();
  std::vector<sdk::testing::LogLine> take_log();
  /// The call whose context the plugin may use now; null for none. Of the calling thread.
  static void begin(herald_call* call);
  /// Records were asked for with another call than that. [any thread]
  static void note_stale_read();

 private:
  static const void* find(void* host, const char* id);
  static void write_log(void* host, herald_call* call, std::int32_t level, const herald_str* event,
                        const herald_str* fields);
  void complain(std::string what);
  Tables tables_;
  std::unique_ptr<Tight> table_, crypto_, records_;
  std::mutex mutex_{};
  std::vector<std::string> misuse_{};
  std::vector<sdk::testing::LogLine> log_{};
};

}  // namespace herald::kit

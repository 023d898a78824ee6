#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "host/plugins/frame.hpp"
#include "host/plugins/record_reads.hpp"

namespace herald::runner {

/// A frame as it came. [value]
struct Frame {
  std::uint32_t sequence{};
  std::string bytes{};  ///< head and body
  [[nodiscard]] std::string_view body() const {
    return std::string_view{bytes}.substr(plugins::frame::kHeadBytes);
  }
};

/// Reads the next frame from plugins::kRunnerSocket into `frame`; false when the server has closed it or
/// sends something else. [one thread]
bool read_frame(Frame& frame);
bool write_all(std::string_view bytes);

/// The host's records, asked for over the socket in the middle of the call `sequence`. Further errors:
/// Unavailable/"host_gone". [one thread]
class AskedReads final : public plugins::RecordReads {
 public:
  explicit AskedReads(std::uint32_t sequence) : sequence_{sequence} {}
  Result<std::string> get(std::string_view collection, std::string_view id) override;
  Result<std::string> query(std::string_view query) override;
  Result<std::string> count(std::string_view query) override;

 private:
  [[nodiscard]] Result<std::string> ask(const plugins::frame::Question& question) const;
  std::uint32_t sequence_;
};

}  // namespace herald::runner

#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/base/mailbox.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/domain/media_ports.hpp"

namespace herald::dispatch {

struct GathererConfig {
  std::int64_t max_bytes{100 << 20};                 ///< of one file
  std::chrono::milliseconds request_limit{120'000};  ///< for one file
  std::chrono::milliseconds start_limit{10'000};
};

/// Everything it talks to; all outlive it.
struct GathererPorts {
  domain::MediaBook& book;
  domain::MediaFiles& files;
  domain::Carrier& carrier;
  const Clock& clock;
};

/// Fetches attachments that callers named by URL, one after the other, straight to the disk. What has been
/// fetched for a message is not fetched again for its next attempt. gather() and wake() from any thread;
/// step() on one, which reads files.
class Gatherer final : public domain::MediaGatherer {
 public:
  Gatherer(GathererConfig config, GathererPorts ports) : config_{config}, ports_{ports} {}
  void gather(domain::TenantId tenant, domain::MessageId message,
              domain::Completion<std::vector<domain::Medium>> done) override;
  /// One turn: handles what has come.
  void step();
  void wait(std::chrono::nanoseconds longest) { inbox_->wait(longest); }
  void wake() { inbox_->wake(); }

 private:
  using Task = std::function<void()>;
  struct Tour {
    std::vector<domain::Medium> media{};
    domain::Completion<std::vector<domain::Medium>> done{};
    std::size_t next{0};
  };
  using Shared = std::shared_ptr<Tour>;  // with the carrier
  void go_on(const Shared& tour);
  void fetch(const Shared& tour, const domain::Medium& medium);
  void fetched(const Shared& tour, const std::string& path, const domain::OutboundAnswer& answer);
  void stored(const Shared& tour, const domain::StoredBytes& bytes);

  GathererConfig config_;
  GathererPorts ports_;
  // Shared with completions, some of which come when the gatherer is no more: they are put and never run.
  std::shared_ptr<Mailbox<Task>> inbox_{std::make_shared<Mailbox<Task>>()};
};

}  // namespace herald::dispatch

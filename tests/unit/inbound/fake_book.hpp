#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/domain/media_ports.hpp"

namespace herald::inbound {

/// One file that is due until it is stored or put off.
class FakeBook final : public domain::MediaBook {
 public:
  void keep(domain::Medium medium, domain::Origin, domain::Completion<domain::Medium> done) override {
    done(medium);
  }
  Result<std::optional<domain::Medium>> find(const domain::TenantId&, const domain::MediaId&) override {
    return std::optional<domain::Medium>{};
  }
  Result<domain::Page<domain::Medium>> list(const domain::TenantId&, const domain::MessageId&,
                                            const std::string&, int) override {
    return domain::Page<domain::Medium>{.items = of_message};
  }
  void remove(domain::TenantId, domain::MediaId id, domain::Origin,
              domain::Completion<domain::Medium> done) override {
    removed.push_back(id.text);
    done(domain::Medium{.id = id, .bytes = {.digest = "d"}});
  }
  Result<bool> holds(const domain::TenantId&, const std::string&) override { return held; }
  Result<std::vector<domain::MediaFetch>> fetches(Instant, int) override { return due; }
  void fetched(domain::Medium medium, domain::Completion<Done> done) override {
    stored.push_back(medium);
    due.clear();
    done(Done{});
  }
  void not_fetched(domain::Medium, std::string reason, std::optional<Instant> at,
                   domain::Completion<Done> done) override {
    failures.push_back(reason + (at ? " later" : " over"));
    again = at;
    due.clear();
    done(Done{});
  }
  Result<std::vector<domain::Medium>> expired(Instant, int) override { return std::exchange(over, {}); }
  std::vector<domain::MediaFetch> due;
  std::vector<domain::Medium> over;
  std::vector<domain::Medium> stored;
  std::vector<std::string> failures;
  std::vector<std::string> removed;
  std::optional<Instant> again;
  std::vector<domain::Medium> of_message;
  bool held{false};
};

}  // namespace herald::inbound

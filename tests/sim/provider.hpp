#pragma once
#include <deque>
#include <functional>

#include "host/api/provider_catalog.hpp"
#include "host/domain/delivery_ports.hpp"

namespace herald::sim {

/// The sandbox plugin as it is shipped, loaded once; its calls wait in a lane until step(), but for
/// callbacks, whose caller blocks. Op `lookup`, which it does not have, is answered here. [one thread]
class SandboxPort final : public domain::ProviderPort {
 public:
  void plan(domain::ProviderStep step, Tick deadline, ReplyDone done) override;
  void on_response(domain::ProviderStep step, const domain::OutboundAnswer& answer, Tick deadline,
                   ReplyDone done) override;
  /// Makes one waiting call. False when none waits.
  bool step(Tick now);
  [[nodiscard]] bool idle() const { return waiting_.empty(); }

  bool away{false};  ///< callbacks find it overdue

 private:
  struct Call {
    std::function<domain::ProviderReply()> make;
    Tick deadline;
    ReplyDone done;
  };
  std::deque<Call> waiting_;
};

/// The sandbox's sheet, for the API. [any thread]
class SandboxCatalog final : public api::ProviderCatalog {
 public:
  std::shared_ptr<const api::ProviderSheet> find(std::string_view provider) override;
  Result<std::vector<Problem>> validate(std::string_view provider, const std::string& account_json,
                                        std::chrono::milliseconds deadline) override;
  std::string reports() override { return "[]"; }
};

}  // namespace herald::sim

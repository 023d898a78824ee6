#pragma once
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "host/inbound/verifier.hpp"
#include "tests/unit/inbound/fake_carrier.hpp"
#include "tests/unit/inbound/fake_files.hpp"
#include "tests/unit/inbound/fakes.hpp"

namespace herald::inbound {

/// The inbound room's surroundings: channel c1 of tenant t1 at provider `fake`.
class InboundBench : public testing::Test {
 protected:
  InboundBench() : nowhere_{::open("/dev/null", O_WRONLY | O_CLOEXEC)} {
    accounts.account.channel.id = domain::ChannelId{"c1"};
    accounts.account.channel.tenant = domain::TenantId{"t1"};
    accounts.account.channel.api_provider = "fake";
    accounts.account.channel.channel_type = "SMS";
    accounts.account.account_json = R"({"auth_token":"opensesame","webhook_secret":"whisper"})";
    accounts.account.secrets = {"opensesame", ""};
    accounts.account.provider = &plugin;
    plugin.reply = domain::ProviderReply{.json = kEvents};
  }
  ~InboundBench() override { ::close(nowhere_); }

  static Result<domain::AddressKey> spell(const domain::Channel&, std::string_view text) {
    if (text.starts_with('+')) return domain::AddressKey{.kind = "phone", .normalised = std::string{text}};
    return Error{.code = Errc::Invalid, .reason = "invalid_address", .detail = "expected a phone number"};
  }
  std::shared_ptr<const domain::ProviderAccount> decoy(const std::string& provider) {
    if (provider != "fake") return nullptr;
    return std::make_shared<const domain::ProviderAccount>(
        domain::ProviderAccount{.account_json = R"({"auth_token":"nobody's"})", .provider = &plugin});
  }
  /// Not a real digest: key, size and beginning of the data, 64 characters.
  static std::string fake_hmac(std::string_view key, std::string_view data) {
    std::string text = std::string{key} + "/" + std::to_string(data.size()) + "/" + std::string{data};
    text.resize(64, '.');
    return text;
  }
  [[nodiscard]] bool counted(const std::string& line) const {
    return metrics.expose().find(line) != std::string::npos;
  }

  static constexpr const char* kEvents =
      R"({"verdict":{"kind":"events","events":[{"kind":"receipt","provider_id":"p","state":"SENT","dedupe_key":"k"}],
      "reply":{"status":202,"content_type":"text/xml","body":"<ok/>"}}})";
  static constexpr const char* kRefusal =
      R"({"verdict":{"kind":"refused","code":"bad_signature","text":"t",
      "reply":{"status":401,"body":"we know this channel"}}})";

  FakePlugin plugin;
  FakeLedger ledger;
  FakeWebhooks webhooks;
  FakeBacklog backlog;
  FakeAccounts accounts;
  FakeCarrier carrier;
  FakeFiles files;
  FakeEnvelope envelope;
  SystemClock clock;
  SystemRandom random;
  telemetry::Metrics metrics;

 private:
  int nowhere_;

 protected:
  telemetry::Log log{clock, telemetry::Level::Error, nowhere_};
  InboundPorts ports{.ledger = ledger,
                     .webhooks = webhooks,
                     .backlog = backlog,
                     .accounts = accounts,
                     .carrier = carrier,
                     .files = files,
                     .envelope = envelope,
                     .spell = spell,
                     .decoy = [this](const std::string& provider) { return decoy(provider); },
                     .signers =
                         [](const domain::TenantId& tenant, const std::string& provider) {
                           std::vector<domain::ChannelId> out;
                           if (tenant.text == "t1" && provider == "fake") out.emplace_back("c1");
                           return out;
                         },
                     .hmac = {.sha256_hex = fake_hmac,
                              .equal = [](std::string_view a, std::string_view b) { return a == b; }},
                     .clock = clock,
                     .random = random,
                     .log = log,
                     .metrics = metrics};
  InboundConfig config{.public_url = "https://herald.example",
                       .plugin_limit = std::chrono::milliseconds{1},
                       .request_limit = std::chrono::milliseconds{1},
                       .store_limit = std::chrono::milliseconds{1},
                       .unverified_bytes = 4711};
  Verifier verifier{config, ports};
};

}  // namespace herald::inbound

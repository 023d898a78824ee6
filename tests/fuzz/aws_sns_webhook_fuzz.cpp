#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <herald/testing/crypto.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "host/base/check.hpp"
#include "plugins/providers/aws_sns/certificate.hpp"
#include "plugins/providers/aws_sns/notice.hpp"
#include "plugins/providers/aws_sns/trust.hpp"
#include "plugins/providers/aws_sns/webhook.hpp"
#include "plugins/providers/aws_sns/xml.hpp"
#include "plugins/providers/parts/json_text.hpp"

// Whatever SNS, or somebody who says so, sends: envelopes, messages in them, URLs, certificates, documents.
// Nothing is genuine, no certificate comes from elsewhere, and what is told keeps to the contract with the
// host: keys of 1 to 190 bytes, an id on every receipt, documents that can be written.
namespace {

using namespace herald::aws_sns;

constexpr std::int64_t kNowMs = 1'715'941'230'000;

void check_events(const Notice& notice) {
  const nlohmann::json events = events_of(notice);
  for (const auto& event : events) {
    const auto key = event.at("dedupe_key").get<std::string>();
    HERALD_CHECK(!key.empty() && key.size() <= 190);
    if (event.at("kind") == "receipt") HERALD_CHECK(!event.at("provider_id").get<std::string>().empty());
  }
  HERALD_CHECK(nlohmann::json::accept(herald::provider::dumped(events)));
}

/// What is signed ends with what was checked, so that nothing of it can be read as another member.
void check_notice(std::string_view text) {
  const auto notice = read_notice(text);
  if (!notice) return;
  const std::string covered = signed_text(*notice);
  HERALD_CHECK(covered.starts_with("Message\n" + notice->message + "\nMessageId\n"));
  HERALD_CHECK(covered.ends_with("\nTopicArn\n" + notice->topic_arn + "\nType\n" + notice->type + "\n"));
  const std::string behind = covered.substr(8 + notice->message.size());
  const bool confirms = notice->kind != NoticeKind::Notification;
  const auto lines = std::ranges::count(behind, '\n');
  HERALD_CHECK(lines == (confirms ? 13 : notice->subject ? 11 : 9));
  check_events(*notice);
  herald::sdk::testing::CallContext context;
  const herald::sdk::Crypto crypto{static_cast<const herald_crypto*>(herald::sdk::testing::crypto_table()),
                                   context.call()};
  HERALD_CHECK(forgery_in(*notice, text, kNowMs, crypto).has_value());
  HERALD_CHECK(forgery_in(*notice, notice->message, kNowMs, crypto).has_value());
}

void check_urls(std::string_view text) {
  const Account emulator{.api_url = "http://127.0.0.1:4566"};
  const bool plain = is_certificate_url(text, {});
  HERALD_CHECK(!plain || (text.ends_with(".pem") && is_subscribe_url(text, {})));
  HERALD_CHECK(!plain || is_certificate_url(text, emulator));
  const auto url = read_url(text);
  HERALD_CHECK(url || (!plain && !is_subscribe_url(text, emulator)));
  if (!url) return;
  HERALD_CHECK(read_url(origin_of(*url) + url->path).has_value());
  const bool of_sns = url->scheme == "https" && url->port.empty() &&
                      (url->host.ends_with(".amazonaws.com") || url->host.ends_with(".amazonaws.com.cn"));
  HERALD_CHECK(!is_subscribe_url(text, {}) || of_sns);
}

int levels_of(const XmlElement& element) {
  int deepest = 0;
  for (const XmlElement& child : element.children) deepest = std::max(deepest, levels_of(child));
  return deepest + 1;
}

void check_xml(std::string_view text) {
  const auto root = read_xml(text);
  if (!root) return;
  HERALD_CHECK(!root->name.empty() && levels_of(*root) <= 16);
  static_cast<void>(find_element(*root, "Error"));
}

void check_der(std::string_view der) {
  const auto validity = validity_of(der);
  if (!validity) return;
  HERALD_CHECK(validity->not_before_ms % 1000 == 0 && validity->not_after_ms % 1000 == 0);
  HERALD_CHECK(!validity_of(der.substr(0, der.size() - 1)).has_value());
  HERALD_CHECK(!validity_of(std::string(der) + "x").has_value());
}

/// As DER, and as PEM around it: so that a seed which is text leads to both.
void check_certificate(std::string_view text) {
  check_der(text);
  const auto base64 = certificate_base64(text);
  if (!base64) return;
  herald::sdk::testing::CallContext context;
  const herald::sdk::Crypto crypto{static_cast<const herald_crypto*>(herald::sdk::testing::crypto_table()),
                                   context.call()};
  try {
    check_der(crypto.base64_decode(*base64));
  } catch (const herald::sdk::Failure&) {
    return;  // no base64
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  check_notice(text);
  check_events({.message = std::string(text), .timestamp = "2024-05-17T10:20:29.123Z"});
  check_urls(text);
  check_xml(text);
  check_certificate(text);
  return 0;
}

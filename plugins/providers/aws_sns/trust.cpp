#include "plugins/providers/aws_sns/trust.hpp"

#include <algorithm>

#include "plugins/providers/aws_sns/certificate.hpp"
#include "plugins/providers/parts/utc_time.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

constexpr std::int64_t kAheadMs = 15 * 60 * 1000;

/// `sns.<region>.amazonaws.com`, in China with `.cn` behind.
bool is_sns_host(std::string_view host) {
  constexpr std::string_view kFront = "sns.";
  constexpr std::string_view kBack = ".amazonaws.com";
  constexpr std::string_view kChina = ".cn";
  if (host.ends_with(kChina)) host.remove_suffix(kChina.size());
  if (!host.starts_with(kFront) || !host.ends_with(kBack) || host.size() < kFront.size() + kBack.size() + 3)
    return false;
  const std::string_view region = host.substr(kFront.size(), host.size() - kFront.size() - kBack.size());
  return region.find('.') == std::string_view::npos;
}

bool is_place(const Url& url, const Account& account) {
  if (url.scheme == "https" && url.port.empty() && is_sns_host(url.host)) return true;
  const auto own = read_url(account.api_url);
  return own && origin_of(*own) == origin_of(url);
}

/// Raw bytes of base64; nothing where it is none.
std::optional<std::string> decoded(const sdk::Crypto& crypto, std::string_view base64) {
  try {
    return crypto.base64_decode(base64);
  } catch (const sdk::Failure&) {  // a stranger's text, and none that can be read
    return std::nullopt;
  }
}

/// As PEM, or nothing where a certificate has none that can be read.
std::optional<std::string> public_key_in(const sdk::Crypto& crypto, std::string_view der) {
  // The host looks for PEM in what it is given: it shall read the bytes whose dates were looked at.
  if (der.find("-----BEGIN ") != std::string_view::npos) return std::nullopt;
  try {
    return crypto.x509_public_key(der);
  } catch (const sdk::Failure&) {
    return std::nullopt;
  }
}

bool is_signed(const Notice& notice, std::string_view key, const std::string& signature,
               const sdk::Crypto& crypto) {
  const auto scheme = notice.signature_version == "1" ? sdk::Scheme::RsaSha1 : sdk::Scheme::RsaSha256;
  try {
    return crypto.verify(scheme, key, signature, signed_text(notice));
  } catch (const sdk::Failure&) {  // a key of another kind
    return false;
  }
}

std::optional<Reason> objection_to_time(const Notice& notice, const Account& account, std::int64_t now_ms) {
  const auto at = utc_ms(notice.timestamp);
  if (!at) return Reason{"timestamp", "expected a time such as 2024-05-17T10:20:30.123Z"};
  if (*at < now_ms - account.tolerance_seconds * 1000 || *at > now_ms + kAheadMs)
    return Reason{"timestamp", "the time of the notification lies outside of the tolerance"};
  return std::nullopt;
}

}  // namespace

bool is_certificate_url(std::string_view text, const Account& account) {
  const auto url = read_url(text);
  return url && text.find('?') == std::string_view::npos && url->path.ends_with(".pem") &&
         is_place(*url, account);
}

bool is_subscribe_url(std::string_view text, const Account& account) {
  const auto url = read_url(text);
  return url && is_place(*url, account);
}

std::optional<Reason> objection_to(const Notice& notice, const Account& account, std::int64_t now_ms) {
  if (std::find(account.topic_arns.begin(), account.topic_arns.end(), notice.topic_arn) ==
      account.topic_arns.end())
    return Reason{"topic", "expected a topic of config.topic_arns, found another"};
  if (notice.signature_version != "1" && notice.signature_version != "2")
    return Reason{"signature_version", "expected signature version 1 or 2, found another"};
  if (account.requires_version_2 && notice.signature_version != "2")
    return Reason{"signature_version", "expected signature version 2, as config asks for, found 1"};
  if (auto reason = objection_to_time(notice, account, now_ms)) return reason;
  if (!is_certificate_url(notice.certificate_url, account))
    return Reason{"certificate_url", "expected a certificate of SNS, found another URL"};
  if (notice.kind != NoticeKind::Notification && !is_subscribe_url(notice.subscribe_url, account))
    return Reason{"subscribe_url", "expected a SubscribeURL of SNS, found another"};
  return std::nullopt;
}

std::optional<Reason> forgery_in(const Notice& notice, std::string_view pem, std::int64_t now_ms,
                                 const sdk::Crypto& crypto) {
  const auto base64 = certificate_base64(pem);
  const auto der = base64 ? decoded(crypto, *base64) : std::nullopt;
  const auto validity = der ? validity_of(*der) : std::nullopt;
  const auto key = validity ? public_key_in(crypto, *der) : std::nullopt;
  if (!key) return Reason{"certificate", "expected an X.509 certificate as PEM, found something else"};
  if (now_ms < validity->not_before_ms || now_ms > validity->not_after_ms)
    return Reason{"certificate", "the signing certificate has expired or is not valid yet"};
  const auto signature = decoded(crypto, notice.signature);
  if (!signature || !is_signed(notice, *key, *signature, crypto))
    return Reason{"signature", "the signature does not match the notification"};
  return std::nullopt;
}

}  // namespace herald::aws_sns

#include "host/egress/transfer.hpp"

#include <algorithm>
#include <type_traits>

#include "host/egress/failure.hpp"
#include "host/egress/request_check.hpp"

namespace herald::egress {
namespace {

bool names(const std::vector<Header>& headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const Header& h) { return same_name(h.name, name); });
}

}  // namespace

Transfer::Transfer(const Rules& rules) : rules_{rules}, easy_{curl_easy_init()} {
  HERALD_CHECK(easy_ != nullptr);
  set_standing_options();
}

template <class T>
void Transfer::set(CURLoption option, T value) {
  static_assert(!std::is_same_v<T, int>, "libcurl reads a long");
  HERALD_CHECK(curl_easy_setopt(easy_.get(), option, value) == CURLE_OK);
}

void Transfer::set_standing_options() {
  const auto& config = rules_.config;
  set(CURLOPT_PRIVATE, static_cast<void*>(this));
  set(CURLOPT_ERRORBUFFER, error_.data());
  set(CURLOPT_NOSIGNAL, 1L);
  // Without it libcurl waits for its resolver thread when a transfer ends early, and the loop with it.
  set(CURLOPT_QUICK_EXIT, 1L);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");  // empty, not null: null would read the environment
  set(CURLOPT_NOPROXY, "*");
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_HSTS_CTRL, 0L);
  set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  set(CURLOPT_HTTP09_ALLOWED, 0L);
  set(CURLOPT_TCP_NODELAY, 1L);
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_MAXAGE_CONN, static_cast<long>(config.reuse_idle.count()));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  // Not HTTP/2: there libcurl itself sends a refused stream once more, and one connection's end takes the
  // certainty of all its streams.
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_USERAGENT, "herald");
  if (!config.ca_file.empty()) set(CURLOPT_CAINFO, config.ca_file.c_str());
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  set(CURLOPT_PREREQFUNCTION, &Transfer::before_request);
  set(CURLOPT_PREREQDATA, static_cast<void*>(this));
  set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(CURLOPT_READFUNCTION, &Transfer::on_read);
  set(CURLOPT_READDATA, static_cast<void*>(this));
}

void Transfer::prepare(Job job, Scheme scheme) {
  job_ = std::move(job);
  scheme_ = scheme;
  response_ = Response{{rules_.config.max_response_header_bytes, job_.request.max_response_bytes}};
  response_.save_to(job_.request.save_to);
  body_.reset();
  failure_.clear();
  text_.clear();
  began_ = false;
  error_.front() = '\0';
  set(CURLOPT_URL, job_.request.url.c_str());
  set_limits();
  set_method();
  set_headers();
}

void Transfer::set_limits() {
  constexpr std::chrono::milliseconds kLongest{std::chrono::hours{24}};
  const auto whole = std::min(job_.request.timeout, kLongest);
  const auto connect = std::max(std::min(whole, rules_.config.connect_timeout), std::chrono::milliseconds{1});
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(whole.count()));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect.count()));
}

void Transfer::set_method() {
  const auto& method = job_.request.method;
  const auto& body = job_.request.body;
  if (!job_.request.files.empty()) body_.emplace(body, std::move(job_.request.files));
  // libcurl does not copy the body. Setting it selects POST, so the method comes after it.
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_ ? body_->size() : std::ssize(body)));
  set(CURLOPT_POSTFIELDS, body_ ? static_cast<const char*>(nullptr) : body.data());
  set(CURLOPT_NOBODY, method == "HEAD" ? 1L : 0L);
  const bool sends_length =
      body_ || !body.empty() || method == "POST" || method == "PUT" || method == "PATCH";
  if (sends_length) {
    set(CURLOPT_POST, 1L);
  } else if (method != "HEAD") {
    set(CURLOPT_HTTPGET, 1L);
  }
  const bool native = method == "HEAD" || method == (sends_length ? "POST" : "GET");
  set(CURLOPT_CUSTOMREQUEST, native ? static_cast<const char*>(nullptr) : method.c_str());
}

void Transfer::set_headers() {
  const auto& headers = job_.request.headers;
  lines_.clear();
  for (const auto& [name, value] : headers) {
    // In libcurl's lists "Name;" is a header without a value and "Name:" takes a default one away.
    const bool blank = value.find_first_not_of(" \t") == std::string::npos;
    lines_.push_back(blank ? name + ";" : name + ": " + value);
  }
  lines_.emplace_back("Expect:");
  if (!names(headers, "Content-Type")) lines_.emplace_back("Content-Type:");
  nodes_.resize(lines_.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i] = {lines_[i].data(), i + 1 < nodes_.size() ? &nodes_[i + 1] : nullptr};
  }
  set(CURLOPT_HTTPHEADER, nodes_.data());
}

Exchange Transfer::finish(CURLcode code) {
  if (!failure_.empty()) return stop(failure_, text_);
  if (code == CURLE_OK) return answered(stop("", ""));
  const auto name = began_ ? name_late_failure(code) : name_early_failure(code);
  return stop(name, error_.front() != '\0' ? error_.data() : curl_easy_strerror(code));
}

Exchange Transfer::answered(Exchange exchange) {
  long status = 0;
  HERALD_CHECK(curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status) == CURLE_OK);
  if (!began_ || status < 200 || status > 599) {
    exchange.failure = "bad_answer";
    exchange.text = "expected a final status from 200 to 599, found " + std::to_string(status);
    return exchange;
  }
  if (!response_.headers_done()) {
    // libcurl takes a connection that closes within the headers for a whole answer.
    exchange.failure = "reset";
    exchange.text = "the connection closed within the response headers";
    return exchange;
  }
  exchange.phase = Phase::Answered;
  exchange.status = static_cast<int>(status);
  exchange.headers = std::move(response_.headers);
  if (response_.saves()) {
    if (!response_.finish_saving()) return stop("not_saved", kNotSaved);
    exchange.saved = true;
  }
  exchange.body = std::move(response_.body);
  return exchange;
}

Exchange Transfer::stop(std::string_view failure, std::string text) {
  Exchange exchange;
  exchange.phase = began_ ? Phase::Began : Phase::NotStarted;
  exchange.failure = failure;
  exchange.text = std::move(text);
  exchange.took = std::chrono::duration_cast<std::chrono::microseconds>(rules_.clock.tick() - job_.taken);
  job_.request = {};  // an idle handle keeps no body
  return exchange;
}

}  // namespace herald::egress

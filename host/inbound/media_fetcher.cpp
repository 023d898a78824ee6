#include "host/inbound/media_fetcher.hpp"

#include <algorithm>
#include <utility>

#include "host/base/redact.hpp"
#include "host/dispatch/plain_fetch.hpp"

namespace herald::inbound {
namespace {

constexpr int kMostFetchRequests = 4;
constexpr int kMostFetchDoublings = 10;
constexpr int kExpireAtOnce = 100;
constexpr std::size_t kLongestMediaReason = 200;

telemetry::Counter fetches(telemetry::Metrics& metrics, const char* result) {
  return metrics.counter("herald_media_fetches_total", "Files of inbound messages by what became of a try",
                         {{"result", result}});
}

const domain::Origin& host_origin() {
  static const domain::Origin origin{.actor = "herald"};
  return origin;
}

}  // namespace

MediaFetcher::MediaFetcher(MediaFetcherConfig config, MediaFetcherPorts ports)
    : config_{config},
      ports_{ports},
      fetched_{fetches(ports.metrics, "fetched")},
      failed_{fetches(ports.metrics, "failed")},
      given_up_{fetches(ports.metrics, "given_up")} {}

template <class T>
std::function<void(T)> MediaFetcher::back(std::function<void(T)> then) {
  return [inbox = inbox_, then = std::move(then)](T result) {
    inbox->put([then, result = std::move(result)]() mutable { then(std::move(result)); });
  };
}

Tick MediaFetcher::step(Tick now) {
  for (const Task& task : inbox_->take()) task();
  if (now >= next_expiry_) {
    next_expiry_ = now + config_.expire_every;
    expire();
  }
  if (now >= next_look_) {
    next_look_ = now + config_.look_every;
    look();
  }
  return std::min(next_look_, next_expiry_);
}

void MediaFetcher::look() {
  if (under_way_.size() >= config_.in_flight) return;
  auto due = ports_.book.fetches(ports_.clock.now(), static_cast<int>(2 * config_.in_flight));
  if (!due) return ports_.log.warning("media_not_read", {{"reason", due.error().reason}});
  for (domain::MediaFetch& fetch : *due)
    if (under_way_.size() < config_.in_flight && !under_way_.contains(fetch.medium.id.text))
      begin(std::move(fetch));
}

void MediaFetcher::begin(domain::MediaFetch fetch) {
  const auto tour = std::make_shared<Tour>(Tour{.fetch = std::move(fetch)});
  under_way_[tour->fetch.medium.id.text] = tour;
  auto account = ports_.accounts.open(tour->fetch.channel);
  if (!account)
    return failed(tour, {.code = account.error().reason, .final = account.error().code == Errc::NotFound});
  tour->account = *std::move(account);
  if (tour->account->provider == nullptr) return failed(tour, {.code = "plugin_missing"});
  if (tour->account->traits.fetch_media) return plan(tour);
  const std::string& url = tour->fetch.medium.url;
  if (url.empty()) return failed(tour, {.code = "not_fetchable", .final = true});
  ask(tour, {.request = {.method = "GET", .url = url, .timeout = config_.request_limit}, .media = true});
}

domain::ProviderStep MediaFetcher::step_of(const Tour& tour) const {
  return {.tenant = tour.fetch.medium.tenant,
          .op = "fetch_media",
          .input = fetch_media_input(tour.fetch.medium, ports_.clock.now()),
          .account = tour.account->account_json,
          .state = tour.state};
}

void MediaFetcher::plan(const Shared& tour) {
  tour->account->provider->plan(
      step_of(*tour), ports_.clock.tick() + config_.plugin_limit,
      back<Result<domain::ProviderReply>>([this, tour](Result<domain::ProviderReply> reply) {
        take(tour, reply ? read_media_plan(*reply) : MediaStep{MediaFailure{.code = reply.error().reason}});
      }));
}

void MediaFetcher::take(const Shared& tour, MediaStep step) {
  if (auto* request = std::get_if<MediaRequest>(&step)) return ask(tour, std::move(*request));
  if (auto* next = std::get_if<MediaContinue>(&step)) {
    tour->state = std::move(next->state);
    return plan(tour);
  }
  if (const auto* medium = std::get_if<MediaFound>(&step)) return found(tour, *medium);
  failed(tour, std::get<MediaFailure>(step));
}

void MediaFetcher::ask(const Shared& tour, MediaRequest request) {
  if (tour->requests++ == kMostFetchRequests)
    return failed(tour, {.code = "endless_exchange", .final = true});
  if (request.state) tour->state = std::move(*request.state);
  if (request.media) {
    request.request.save_to = ports_.files.incoming();
    request.request.max_answer_bytes = config_.max_bytes;
  }
  request.request.timeout = std::clamp<std::chrono::milliseconds>(
      request.request.timeout, std::chrono::milliseconds{1}, config_.request_limit);
  request.request.start_by = ports_.clock.tick() + config_.start_limit;
  const std::string path = request.request.save_to;
  auto done = back<domain::OutboundAnswer>([this, tour, path](domain::OutboundAnswer answer) {
    if (answer.saved)
      tour->saved = path;
    else if (!path.empty())
      ports_.files.discard(path);
    answered(tour, std::move(answer));
  });
  ports_.carrier.send(std::move(request.request), std::move(done));
}

void MediaFetcher::answered(const Shared& tour, domain::OutboundAnswer answer) {
  const dispatch::PlainFetch end = dispatch::judge_fetch(answer);
  const bool helped = tour->account->traits.fetch_media;
  if (answer.reached != domain::Reached::Answered || (!helped && !end.found))
    return failed(tour, {.code = end.code, .final = end.final});
  tour->body = answer.body;
  if (!helped) return found(tour, {.content_type = end.content_type});
  tour->account->provider->on_response(
      step_of(*tour), answer, ports_.clock.tick() + config_.plugin_limit,
      back<Result<domain::ProviderReply>>([this, tour](Result<domain::ProviderReply> reply) {
        take(tour, reply ? read_media_answer(*reply) : MediaStep{MediaFailure{.code = reply.error().reason}});
      }));
}

Result<domain::StoredBytes> MediaFetcher::keep(const Tour& tour, const MediaFound& found) {
  const domain::Medium& medium = tour.fetch.medium;
  const std::string& type = found.content_type.empty() ? medium.bytes.content_type : found.content_type;
  if (found.bytes) return ports_.files.keep(*found.bytes, medium.tenant, type, domain::TypeClaim::Hint);
  if (tour.saved.empty()) return ports_.files.keep(tour.body, medium.tenant, type, domain::TypeClaim::Hint);
  return ports_.files.adopt(tour.saved, medium.tenant, type, domain::TypeClaim::Hint);
}

void MediaFetcher::found(const Shared& tour, const MediaFound& found) {
  const auto bytes = keep(*tour, found);
  if (!found.bytes) tour->saved.clear();  // adopted or gone
  if (!bytes)
    return failed(tour, {.code = bytes.error().reason, .final = bytes.error().code == Errc::Invalid});
  if (!found.sha256.empty() && found.sha256 != bytes->digest) return failed(tour, {.code = "digest_differs"});
  domain::Medium medium = tour->fetch.medium;
  medium.bytes = *bytes;
  medium.media_type = domain::media_type_of(bytes->content_type);
  if (medium.name.empty()) medium.name = found.name;
  ports_.book.fetched(std::move(medium), back<Result<Done>>([this, tour](Result<Done> done) {
                        if (done) fetched_.add();
                        ended(tour, done.has_value());
                      }));
}

void MediaFetcher::failed(const Shared& tour, const MediaFailure& failure) {
  const domain::Medium& medium = tour->fetch.medium;
  const Instant now = ports_.clock.now();
  const auto wait = std::min(config_.longest_wait,
                             config_.first_wait * (1 << std::min(tour->fetch.tries, kMostFetchDoublings)));
  const Instant again = now + std::max(wait, failure.wait.value_or(wait));
  const bool over = failure.final || again >= medium.created_at + config_.give_up;
  (over ? given_up_ : failed_).add();
  std::string reason = failure.code;
  cut(reason, kLongestMediaReason);
  ports_.log.info(over ? "media_given_up" : "media_not_fetched",
                  {{"media", medium.id.text}, {"channel", tour->fetch.channel.text}, {"reason", reason}});
  ports_.book.not_fetched(
      medium, std::move(reason), over ? std::nullopt : std::optional{again},
      back<Result<Done>>([this, tour](Result<Done> done) { ended(tour, done.has_value()); }));
}

void MediaFetcher::ended(const Shared& tour, bool stored) {
  if (!tour->saved.empty()) ports_.files.discard(tour->saved);
  under_way_.erase(tour->fetch.medium.id.text);
  if (stored) next_look_ = {};  // there is room for another one
}

void MediaFetcher::expire() {
  const auto over = ports_.book.expired(ports_.clock.now(), kExpireAtOnce);
  if (!over) return;
  for (const domain::Medium& medium : *over)
    ports_.book.remove(medium.tenant, medium.id, host_origin(),
                       back<Result<domain::Medium>>([this](Result<domain::Medium> removed) {
                         if (!removed) return;
                         const auto held = ports_.book.holds(removed->tenant, removed->bytes.digest);
                         if (held && !*held) ports_.files.remove(removed->tenant, removed->bytes.digest);
                       }));
}

}  // namespace herald::inbound

#include "host/runner/desk.hpp"

#include <sys/mman.h>

#include <utility>

#include "host/plugins/crypto.hpp"
#include "host/plugins/library.hpp"
#include "host/plugins/local_feature.hpp"
#include "host/plugins/local_instance.hpp"
#include "host/plugins/note_reader.hpp"
#include "host/plugins/verify.hpp"
#include "host/runner/confine.hpp"
#include "host/runner/wire.hpp"

namespace herald::runner {
namespace {

using plugins::Reply;
namespace frame = plugins::frame;
constexpr std::size_t kSpare = std::size_t{8} << 20U;
constexpr std::size_t kMostFile = std::size_t{64} << 20U;

/// Lets the crypto library open what it opens on first use, while it still may.
Result<Done> warm_up_crypto() {
  for (const std::int32_t hash :
       {HERALD_HASH_MD5, HERALD_HASH_SHA1, HERALD_HASH_SHA256, HERALD_HASH_SHA512}) {
    const auto digest = plugins::crypto::digest(hash, "");
    if (!digest) return digest.error();
    const auto mac = plugins::crypto::hmac(hash, "k", "");
    if (!mac) return mac.error();
  }
  // Refused, as it must be; the decoders of keys are loaded by then.
  static_cast<void>(plugins::crypto::verify(HERALD_SIGN_RSA_PKCS1_SHA256, "no key", "", "").has_value());
  return Done{};
}

Result<const herald_entry*> load_confined(const std::filesystem::path& staged) {
  auto reading = limit_reading(staged);
  if (!reading) return reading.error();
  auto filtered = filter_calls(Stage::Loading);
  if (!filtered) return filtered.error();
  auto entry = plugins::load_entry(staged);
  if (!entry) return entry;
  auto tightened = filter_calls(Stage::Serving);
  if (!tightened) return tightened.error();
  return entry;
}

plugins::ProviderCall call_of(const frame::Call& call) {
  return {.tenant = domain::TenantId{std::string{call.tenant}},
          .op = std::string{call.op},
          .input = std::string{call.input},
          .bytes = std::string{call.bytes},
          .account = std::string{call.account},
          .state = std::string{call.state}};
}

/// Whether there is memory for another call. Asked of the kernel, since a compiler may leave out an
/// allocation.
bool memory_left() {
  void* const spare = ::mmap(nullptr, kSpare, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return spare != MAP_FAILED && ::munmap(spare, kSpare) == 0;
}

Result<Reply> as_reply(Result<std::string> text) {
  if (!text) return text.error();
  return Reply{*std::move(text), {}};
}

}  // namespace

Result<Done> Desk::open(const std::filesystem::path& staged) {
  const auto file = plugins::read_verified(staged, kMostFile);
  if (!file) return file.error();
  const auto note = plugins::read_note(file->bytes);
  if (!note) return note.error();
  const auto manifest = plugins::read_manifest(note->manifest);
  if (!manifest) return manifest.error();
  auto warm = warm_up_crypto();
  if (!warm) return warm;
  const auto entry = load_confined(staged);
  if (!entry) return entry.error();
  auto checked = plugins::check_entry(*entry, note->manifest);
  if (!checked) return checked;
  return open_instance(*entry, *manifest);
}

Result<Done> Desk::open_instance(const herald_entry* entry, const plugins::Manifest& manifest) {
  const plugins::PluginLog log = [this](int level, std::string_view event, std::string_view fields) {
    if (said_.size() >= frame::kMostLines || said_bytes_ + event.size() + fields.size() > frame::kMostLog)
      return;
    said_bytes_ += event.size() + fields.size();
    said_.push_back({static_cast<std::uint32_t>(level), std::string{event}, std::string{fields}});
  };
  if (plugins::is_feature(manifest)) {
    auto opened = plugins::LocalFeature::open(entry, manifest.id, log, random_);
    if (!opened) return opened.error();
    feature_ = *std::move(opened);
    return Done{};
  }
  auto opened = plugins::LocalInstance::open(entry, manifest, log, random_);
  if (!opened) return opened.error();
  plugin_ = *std::move(opened);
  return Done{};
}

Result<Reply> Desk::make(std::uint32_t sequence, const frame::Call& call) {
  if (!feature_) return make(call);
  plugins::FeatureCall wish{.tenant = domain::TenantId{std::string{call.tenant}},
                            .op = std::string{call.op},
                            .name = std::string{call.name},
                            .input = std::string{call.input}};
  switch (call.verb) {
    case frame::Verb::Descriptor:
      return as_reply(feature_->descriptor());
    case frame::Verb::Run:
      if (call.status == 1) wish.reads = std::make_shared<AskedReads>(sequence);
      return feature_->run(wish);
    case frame::Verb::Filter:
      return feature_->filter(wish);
    default:
      return Error{Errc::Invalid, "bad_frame", "a call that features do not have"};
  }
}

Result<Reply> Desk::make(const frame::Call& call) {
  switch (call.verb) {
    case frame::Verb::Descriptor:
      return as_reply(plugin_->descriptor());
    case frame::Verb::Schema:
      return as_reply(plugin_->config_schema());
    case frame::Verb::Validate:
      return as_reply(plugin_->validate(call.account));
    case frame::Verb::Plan:
      return plugin_->plan(call_of(call));
    case frame::Verb::OnResponse:
      return plugin_->on_response(call_of(call),
                                  {call.status, std::string{call.headers_json}, std::string{call.body}});
    case frame::Verb::Start:
      return plugin_->start(call_of(call));
    case frame::Verb::Feed:
      return plugin_->feed(call_of(call),
                           {call.status, std::string{call.headers_json}, std::string{call.body}});
    case frame::Verb::Run:
    case frame::Verb::Filter:
      break;
  }
  return Error{Errc::Invalid, "bad_frame", "a call that providers do not have"};
}

frame::Answer Desk::answer(std::uint32_t sequence, const frame::Call& call) {
  random_.seed(call.seed);
  said_bytes_ = 0;
  frame::Answer answer;
  auto made = make(sequence, call);
  if (made) {
    answer.reply = *std::move(made);
  } else {
    answer.reason = made.error().reason;
    answer.detail = made.error().detail.substr(0, plugins::kMostReason);
    if (!memory_left()) {
      answer.reason = plugins::frame::kExhausted;
      answer.detail += "; its process has no memory left";
    }
  }
  answer.log = std::exchange(said_, {});
  return answer;
}

}  // namespace herald::runner

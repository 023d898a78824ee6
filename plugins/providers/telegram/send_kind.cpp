#include "plugins/providers/telegram/send_kind.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using Bears = SendKind::Bears;

constexpr std::int64_t kMiB = std::int64_t{1} << 20U;

enum Bit : unsigned {
  kText = 1,
  kPlace = 2,
  kPhoto = 4,
  kVideo = 8,
  kAnimation = 16,
  kAudio = 32,
  kVoice = 64,
  kDocument = 128,
  kPictures = kPhoto | kVideo | kAnimation,
  kFiles = kPictures | kAudio | kVoice | kDocument,
  kAll = kText | kPlace | kFiles
};

struct Typed {
  std::string_view type;    ///< of the message
  std::string_view option;  ///< that must be true; empty: none
  SendKind kind;
};
constexpr Typed kKinds[] = {
    {"TEXT", "", {.method = "sendMessage", .bit = kText}},
    {"LOCATION", "", {Bears::Place, "sendLocation", "", "", 0, 0, kPlace}},
    {"IMAGE", "", {Bears::File, "sendPhoto", "photo", "photo", 10 * kMiB, 5 * kMiB, kPhoto}},
    {"VIDEO", "animation", {Bears::File, "sendAnimation", "animation", "", 50 * kMiB, 20 * kMiB, kAnimation}},
    {"VIDEO", "", {Bears::File, "sendVideo", "video", "video", 50 * kMiB, 20 * kMiB, kVideo}},
    {"AUDIO", "voice", {Bears::File, "sendVoice", "voice", "", 50 * kMiB, 20 * kMiB, kVoice}},
    {"AUDIO", "", {Bears::File, "sendAudio", "audio", "audio", 50 * kMiB, 20 * kMiB, kAudio}},
    {"FILE", "", {Bears::File, "sendDocument", "document", "document", 50 * kMiB, 20 * kMiB, kDocument}},
};

struct OptionRow {
  std::string_view option;
  OptionOf of;
  unsigned kinds;
};
constexpr OptionRow kOptions[] = {
    {"disable_notification", OptionOf::Message, kAll},
    {"protect_content", OptionOf::Message, kAll},
    {"allow_paid_broadcast", OptionOf::Message, kAll},
    {"message_thread_id", OptionOf::Message, kAll},
    {"direct_messages_topic_id", OptionOf::Message, kAll},
    {"business_connection_id", OptionOf::Message, kAll},
    {"message_effect_id", OptionOf::Message, kAll},
    {"reply_parameters", OptionOf::Message, kAll},
    {"reply_markup", OptionOf::Message, kAll},
    {"parse_mode", OptionOf::Content, kText | kFiles},
    {"entities", OptionOf::Content, kText | kFiles},
    {"link_preview_options", OptionOf::Content, kText},
    {"has_spoiler", OptionOf::Content, kPictures},
    {"show_caption_above_media", OptionOf::Content, kPictures},
    {"duration", OptionOf::Content, kVideo | kAnimation | kAudio | kVoice},
    {"width", OptionOf::Content, kVideo | kAnimation},
    {"height", OptionOf::Content, kVideo | kAnimation},
    {"start_timestamp", OptionOf::Content, kVideo},
    {"supports_streaming", OptionOf::Content, kVideo},
    {"performer", OptionOf::Content, kAudio},
    {"title", OptionOf::Content, kAudio},
    {"disable_content_type_detection", OptionOf::Content, kDocument},
    {"animation", OptionOf::Choice, kVideo | kAnimation},
    {"voice", OptionOf::Choice, kAudio | kVoice},
    {"location", OptionOf::Choice, kPlace},
};

}  // namespace

const SendKind* send_kind(const nlohmann::json& message) {
  const std::string type = text_at(message, "type");
  const nlohmann::json& options = object_at(message, "options");
  const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const Typed& one) {
    return one.type == type && (one.option.empty() || choice_at(options, one.option.data()).value_or(false));
  });
  return found == std::end(kKinds) ? nullptr : &found->kind;
}

OptionOf option_of(const SendKind& kind, std::string_view option) {
  const auto* row = std::find_if(std::begin(kOptions), std::end(kOptions),
                                 [&](const OptionRow& one) { return one.option == option; });
  return row == std::end(kOptions) || (row->kinds & kind.bit) == 0 ? OptionOf::Nobody : row->of;
}

}  // namespace herald::telegram

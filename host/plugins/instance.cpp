#include "host/plugins/instance.hpp"

#include "host/json/document.hpp"
#include "host/plugins/refusal.hpp"

namespace herald::plugins {

Result<Portrait> examine(Instance& instance, const Manifest& manifest) {
  auto descriptor = instance.descriptor();
  if (!descriptor) return descriptor.error();
  auto schema = instance.config_schema();
  if (!schema) return schema.error();
  const auto described = json::parse(*descriptor);
  if (!described || described->kind() != json::Kind::Object)
    return refusal("bad_descriptor", "a JSON object", described ? "other JSON" : described.error().detail);
  const auto provider = described->member("provider");
  const std::string named = provider ? provider->text().value_or("") : "";
  if (named != manifest.provider)
    return refusal("bad_descriptor", "provider \"" + manifest.provider + "\" as in the manifest",
                   '"' + named + '"');
  const auto fields = json::parse(*schema);
  if (!fields || fields->kind() != json::Kind::Object)
    return refusal("bad_schema", "a JSON object", fields ? "other JSON" : fields.error().detail);
  return Portrait{*std::move(descriptor), *std::move(schema)};
}

}  // namespace herald::plugins

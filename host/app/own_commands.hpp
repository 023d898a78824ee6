#pragma once
#include <span>

#include "host/app/config.hpp"
#include "host/ctl/run.hpp"

namespace herald::app {

/// What heraldctl does without any server: `config check`, `keyfile create`, `backup`, `restore`, `storage
/// copy`.
std::span<const ctl::OwnCommand> own_commands();

/// The rights of the data's owner instead of root's, so that no file of root's is left among the server's.
/// Nothing happens for other users, or when `data_dir` is not there. Unavailable/"cannot_become_owner".
Result<Done> become_owner(const std::string& data_dir);

/// The configuration, in the place of the data's owner. A private file that it names may be root's or the
/// owner's. What is wrong with the configuration as the owner sees it.
Result<Config> settle_in(const Settings& settings);

}  // namespace herald::app

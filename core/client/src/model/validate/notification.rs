//! Notifications of what became of a message.

use super::check::{Place, Problems};
use crate::model::{Notification, NotificationAddress};

/// The most Unicode code points that all addresses may have together. Source: REST documentation, message schema,
/// `notification.addresses`.
const MAX_TOTAL_ADDRESS_LENGTH: usize = 200;

pub(super) fn notification(notification: &Notification, place: &Place<'_>, problems: &mut Problems) {
    let addresses = place.field("addresses");
    problems.min_items(&addresses, &notification.addresses);
    let mut total = 0;
    for (index, address) in notification.addresses.iter().enumerate() {
        let item = addresses.item(index);
        problems.tag(&item, address.tag());
        match address {
            NotificationAddress::Email(to)
            | NotificationAddress::Sms(to)
            | NotificationAddress::Url(to)
            | NotificationAddress::UrlPost(to) => {
                problems.not_empty(&item.field("address"), &to.address);
                total += to.address.chars().count();
            }
            NotificationAddress::Unknown(_) => {}
        }
    }
    if total > MAX_TOTAL_ADDRESS_LENGTH {
        let message = format!(
            "the addresses have {total} characters together, at most {MAX_TOTAL_ADDRESS_LENGTH} are allowed"
        );
        problems.add_measured(&addresses, "max_total_length", message, total, MAX_TOTAL_ADDRESS_LENGTH);
    }
}

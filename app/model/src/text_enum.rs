//! One macro for every enum that is stored as text: the Rust variant, the stored snake_case value, the Vietnamese label.

/// Declares an enum whose values are stored as text and shown with a Vietnamese label.
///
/// ```
/// model::text_enum! {
///     /// How a dossier reaches the office.
///     pub enum Channel { Online = "online" => "Trực tuyến", Direct = "direct" => "Trực tiếp" }
/// }
/// assert_eq!(Channel::Online.as_str(), "online");
/// assert_eq!("direct".parse::<Channel>().unwrap().label(), "Trực tiếp");
/// assert!("khác".parse::<Channel>().is_err());
/// ```
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $value:literal => $label:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { $( #[doc = $label] $(#[$vmeta])* #[serde(rename = $value)] $variant ),+ }

        impl $name {
            /// Every variant, in the order of the specification.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The stored and transmitted value (snake_case).
            pub const fn as_str(self) -> &'static str { match self { $($name::$variant => $value),+ } }
            /// What the screens print.
            pub const fn label(self) -> &'static str { match self { $($name::$variant => $label),+ } }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::errors::UnknownValue;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text { $($value => Ok($name::$variant),)+ _ => Err($crate::errors::UnknownValue { kind: stringify!($name) }) }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { f.write_str(self.as_str()) }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::errors::UnknownValue;
            fn try_from(text: String) -> Result<Self, Self::Error> { text.parse() }
        }
    };
}
